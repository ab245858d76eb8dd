import { useImperativeHandle, useRef, useState, type Ref } from 'react';
import { sized, type Frame, type Video } from '../../api/library';
import { useText } from '../../shared/text/LanguageProvider';
import { Boxes } from './Boxes';
import { Slideshow } from './Slideshow';
import { videoText } from './text';
import { useHls } from './useHls';

export interface PlayerHandle {
    seek: (ms: number) => void;
}

interface Props {
    ref: Ref<PlayerHandle>;
    video: Video;
    frames: Frame[];
    /** The selected frame. */
    current: Frame | undefined;
    ms: number;
    /** Classes whose boxes are not drawn. */
    hidden: ReadonlySet<string>;
    colors: ReadonlyMap<string, string>;
    onTime: (ms: number) => void;
    onSeek: (ms: number) => void;
}

/** How long after its frame a box still fits the moving image. */
const boxesForMs = 400;

/** Plays the stream; where there is none or it fails, the original; where that fails, too, the frames one after the other. */
export function Player(props: Props) {
    const text = useText(videoText);
    const { video, frames, current, ms, hidden, onTime, onSeek } = props;
    const sources = [video.hls, video.media].filter((source) => source !== null);
    const [failed, setFailed] = useState(0);
    const [moved, setMoved] = useState(ms > 0);
    const source = sources[failed];
    const note = source === undefined ? (failed > 0 ? text.streamBroken : text.slideshowWhy) : failed > 0 ? text.streamFailed : null;
    // Before it has moved, the player shows the poster, which is another frame.
    const fits = moved || source === undefined;
    const boxes = fits && current && Math.abs(ms - current.timeMs) <= boxesForMs ? <Boxes frame={current} hidden={hidden} colors={props.colors} /> : null;
    return (
        <section className="player" aria-label={text.player}>
            <div className="player-stage" style={{ aspectRatio: `${video.width || 16} / ${video.height || 9}` }}>
                {source === undefined ? (
                    <Slideshow frames={frames} current={current} onSeek={onSeek} />
                ) : (
                    <Film
                        key={source}
                        ref={props.ref}
                        source={source}
                        isStream={source === video.hls}
                        poster={video.poster}
                        startMs={ms}
                        onTime={onTime}
                        onMove={() => setMoved(true)}
                        onFail={() => setFailed((count) => count + 1)}
                    />
                )}
                {boxes}
            </div>
            {note && <p className="soft small">{note}</p>}
        </section>
    );
}

interface FilmProps {
    ref: Ref<PlayerHandle>;
    source: string;
    isStream: boolean;
    poster: string | null;
    /** Where to begin; what it becomes later does not matter. */
    startMs: number;
    onTime: (ms: number) => void;
    /** It plays, or another moment is shown: the poster is gone. */
    onMove: () => void;
    onFail: () => void;
}

function Film({ ref, source, isStream, poster, startMs, onTime, onMove, onFail }: FilmProps) {
    const text = useText(videoText);
    const element = useRef<HTMLVideoElement>(null);
    const [beginMs] = useState(startMs);
    const wanted = useRef<number | null>(beginMs > 0 ? beginMs : null);
    useHls(element, isStream ? source : null, onFail);

    // A frame's time is rounded to milliseconds: a little later, so that it is the frame itself and not the one before.
    const go = (ms: number): void => {
        if (element.current !== null && element.current.readyState > 0) {
            element.current.currentTime = (ms + 2) / 1000;
        } else {
            wanted.current = ms;
        }
    };
    useImperativeHandle(ref, () => ({ seek: go }));
    return (
        <video
            ref={element}
            aria-label={text.player}
            controls
            playsInline
            preload="metadata"
            {...(poster && beginMs === 0 && { poster: sized(poster, 960) })}
            {...(!isStream && { src: source })}
            onLoadedMetadata={() => wanted.current !== null && go(wanted.current)}
            onPlaying={onMove}
            onSeeked={onMove}
            onTimeUpdate={(event) => !event.currentTarget.seeking && onTime(event.currentTarget.currentTime * 1000)}
            onError={() => !isStream && onFail()}
        />
    );
}
