import { useCallback, useEffect, useMemo, useRef, useState, type ReactNode } from 'react';
import type { Decision, Limits, Video } from '../../api/library';
import { useDebounced } from '../../shared/hooks/useDebounced';
import { useQuery } from '../../shared/router';
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
    /** What the frames' scores are held against. */
    limits: Limits;
    /** The decisions that these limits would change. */
    preview?: readonly Decision[] | undefined;
    /** The moment that is shown first, where the address names none. */
    startMs?: number;
    /** What stands above the other panels at the side. */
    children?: ReactNode;
}

/** One time of the video is selected; player, timeline, frame and strip all show it. */
export function VideoBody({ video, loaded, limits, preview, startMs = 0, children }: Props) {
    const { frames, complete } = loaded;
    const [query, setQuery] = useQuery();
    const player = useRef<PlayerHandle>(null);
    const [ms, setMs] = useState(() => Number(query.get('t') ?? startMs) || 0);
    const [chosen, setChosen] = useState<number | null>(null);
    const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
    const changes = useMemo(() => changesOf(frames, preview), [frames, preview]);
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
                <Timeline durationMs={video.durationSeconds === null ? (frames.at(-1)?.timeMs ?? 0) : video.durationSeconds * 1000} frames={frames} current={current} ms={ms} changes={changes} onSeek={seek} />
                {!complete && <LoadingFrames loaded={frames.length} all={video.frames} />}
                {current && <FramePanel video={video.id} frame={current} frames={frames} limits={limits} change={changes.get(current.timeMs)} onSeek={seek} />}
                <FrameStrip frames={frames} current={current} changes={changes} onSeek={seek} />
            </div>
            <aside className="video-side">
                {children}
                <ClassToggles frames={frames} current={current} hidden={hidden} colors={colors} onChange={setHidden} />
                <VideoFacts video={video} />
            </aside>
        </div>
    );
}
