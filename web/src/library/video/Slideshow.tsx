import { useEffect, useMemo, useState } from 'react';
import { sized, type Frame } from '../../api/library';
import { Icon } from '../../shared/parts/Icon';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { stepFrame } from './frames';
import { videoText } from './text';

interface Props {
    frames: readonly Frame[];
    current: Frame | undefined;
    onSeek: (ms: number) => void;
}

const perFrameMs = 500;

/** The sampled frames that have an image one after the other, for a video that is not available. */
export function Slideshow({ frames, current, onSeek }: Props) {
    const text = useText(videoText);
    const format = useFormat();
    const [playing, setPlaying] = useState(false);
    const withImage = useMemo(() => frames.filter((frame) => frame.image !== null), [frames]);
    const at = current?.timeMs ?? 0;
    const next = stepFrame(withImage, at, 1);
    const ended = next === undefined || next.timeMs <= at;

    useEffect(() => {
        if (!playing || ended) {
            setPlaying(false);
            return;
        }
        const timer = window.setTimeout(() => onSeek(next.timeMs), perFrameMs);
        return () => window.clearTimeout(timer);
    }, [playing, next, ended, onSeek]);

    if (current === undefined) {
        return <p className="slides-none">{text.nothing}</p>;
    }
    const image = current.image === null ? '' : sized(current.image, 960);
    const step = (by: number): void => {
        const to = stepFrame(withImage, at, by);
        if (to) {
            onSeek(to.timeMs);
        }
    };
    return (
        <div className="slides" role="group" aria-label={text.slideshow}>
            {image === '' ? <p className="slides-none">{text.noImage}</p> : <img src={image} alt={text.frame(format.clock(at))} />}
            <div className="slides-bar">
                <button type="button" aria-label={text.previousFrame} onClick={() => step(-1)}>
                    <Icon name="previous" />
                </button>
                <button type="button" aria-label={playing ? text.pause : text.play} onClick={() => setPlaying(!playing)}>
                    <Icon name={playing ? 'pause' : 'play'} />
                </button>
                <button type="button" aria-label={text.nextFrame} onClick={() => step(1)}>
                    <Icon name="next" />
                </button>
                <span>{format.clock(at)}</span>
            </div>
        </div>
    );
}
