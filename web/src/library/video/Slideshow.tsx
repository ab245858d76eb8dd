import { useEffect, useState } from 'react';
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

/** The sampled frames one after the other, for a video that is not at hand. */
export function Slideshow({ frames, current, onSeek }: Props) {
    const text = useText(videoText);
    const format = useFormat();
    const [playing, setPlaying] = useState(false);
    const at = current?.timeMs ?? 0;
    const next = stepFrame(frames, at, 1);
    const ended = next === current;

    useEffect(() => {
        if (!playing || next === undefined || ended) {
            setPlaying(false);
            return;
        }
        const timer = window.setTimeout(() => onSeek(next.timeMs), perFrameMs);
        return () => window.clearTimeout(timer);
    }, [playing, next, ended, onSeek]);

    if (current === undefined) {
        return <p className="slides-none">{text.nothing}</p>;
    }
    const step = (by: number): void => {
        const to = stepFrame(frames, at, by);
        if (to) {
            onSeek(to.timeMs);
        }
    };
    return (
        <div className="slides" role="group" aria-label={text.slideshow}>
            {current.image ? <img src={sized(current.image, 960)} alt={text.frame(format.clock(at))} /> : <p className="slides-none">{text.noPicture}</p>}
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
