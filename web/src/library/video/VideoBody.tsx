import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { LastDecision, Limits, Video } from '../../api/library';
import { useDebounced } from '../../shared/hooks/useDebounced';
import { useQuery } from '../../shared/router';
import { Thresholds } from '../thresholds/Thresholds';
import { useThresholds } from '../thresholds/useThresholds';
import { colorsOf } from './classes';
import { ClassToggles } from './ClassToggles';
import { FramePanel } from './FramePanel';
import { changesOf, frameAt } from './frames';
import { FrameStrip } from './FrameStrip';
import { Player, type PlayerHandle } from './Player';
import { Timeline } from './Timeline';
import { LoadingFrames } from './LoadingFrames';
import type { LoadedFrames } from './useFrames';
import { VideoFacts } from './VideoFacts';

interface Props {
    video: Video;
    loaded: LoadedFrames;
    /** What the library's decisions were made with. */
    limits: Limits;
    lastDecision: LastDecision | null;
    onChanged: () => void;
}

/** One moment of the video is looked at; player, timeline, frame and strip all show that one. */
export function VideoBody({ video, loaded, limits, lastDecision, onChanged }: Props) {
    const { frames, complete } = loaded;
    const [query, setQuery] = useQuery();
    const player = useRef<PlayerHandle>(null);
    const [ms, setMs] = useState(() => Number(query.get('t') ?? 0) || 0);
    const [chosen, setChosen] = useState<number | null>(null);
    const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
    const thresholds = useThresholds(limits, lastDecision, video.id, onChanged);
    const changes = useMemo(() => changesOf(frames, thresholds.preview?.decisions), [frames, thresholds.preview]);
    const colors = useMemo(() => colorsOf(frames), [frames]);
    const current = complete || ms <= (frames.at(-1)?.timeMs ?? 0) ? frameAt(frames, ms) : undefined;

    const seek = useCallback((to: number) => {
        setMs(to);
        setChosen(to);
        player.current?.seek(to);
    }, []);
    const address = useDebounced(chosen, 300);
    useEffect(() => {
        if (address !== null) {
            setQuery({ t: String(address) });
        }
    }, [address, setQuery]);
    const asked = Number(query.get('t') ?? 0) || 0;
    const known = useRef(asked);
    useEffect(() => {
        // A link to another frame of this video changes the address, and so does what was chosen here.
        if (asked !== known.current && asked !== address) {
            setMs(asked);
            player.current?.seek(asked);
        }
        known.current = asked;
    }, [asked, address]);

    return (
        <div className="video-grid">
            <div className="video-main">
                <Player ref={player} video={video} frames={frames} current={current} ms={ms} hidden={hidden} colors={colors} onTime={setMs} onSeek={seek} />
                <Timeline durationMs={video.durationSeconds * 1000} frames={frames} current={current} ms={ms} changes={changes} onSeek={seek} />
                {!complete && <LoadingFrames loaded={frames.length} all={video.frames} />}
                {current && <FramePanel video={video.id} frame={current} frames={frames} limits={thresholds.draft} change={changes.get(current.timeMs)} onSeek={seek} />}
                <FrameStrip frames={frames} current={current} changes={changes} onSeek={seek} />
            </div>
            <aside className="video-side">
                <Thresholds thresholds={thresholds} frames={frames} />
                <ClassToggles frames={frames} current={current} hidden={hidden} colors={colors} onChange={setHidden} />
                <VideoFacts video={video} />
            </aside>
        </div>
    );
}
