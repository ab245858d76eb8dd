import type { Decision, Frame, Limits } from '../../api/library';
import { useMay } from '../../app/session';
import { Icon } from '../../shared/parts/Icon';
import { Link } from '../../shared/parts/Link';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { ruleOf } from '../rules';
import { stepFrame } from './frames';
import { Scores } from './Scores';
import { Duplicates } from './Duplicates';
import { videoText } from './text';

interface Props {
    video: string;
    frame: Frame;
    frames: readonly Frame[];
    /** Those on the sliders. */
    limits: Limits;
    /** What these would change about this frame. */
    change: Decision | undefined;
    onSeek: (ms: number) => void;
}

/** The selected frame: its decision and the reason. */
export function FramePanel({ video, frame, frames, limits, change, onSeek }: Props) {
    const text = useText(videoText);
    const words = useText(common);
    const format = useFormat();
    const mayRead = useMay('read');
    const rule = ruleOf(frame);
    const step = (by: number): void => onSeek(stepFrame(frames, frame.timeMs, by)?.timeMs ?? 0);
    return (
        <section className="card frame-panel" aria-labelledby="frame">
            <header className="card-head">
                <h2 id="frame">
                    {text.frame(format.clock(frame.timeMs))}{' '}
                    <span className="frame-decision">
                        <Mark rule={rule} /> {words.rule[rule] ?? rule}
                    </span>
                </h2>
                <div className="buttons">
                    {mayRead && (
                        <Link className="button tiny" href={`/search?frame=${encodeURIComponent(`${video}/${frame.timeMs}`)}`}>
                            <Icon name="similar" size={14} />
                            {text.similar}
                        </Link>
                    )}
                    <button type="button" className="button tiny" aria-label={text.previousFrame} onClick={() => step(-1)}>
                        <Icon name="previous" size={14} />
                    </button>
                    <button type="button" className="button tiny" aria-label={text.nextFrame} onClick={() => step(1)}>
                        <Icon name="next" size={14} />
                    </button>
                </div>
            </header>
            <div className="card-body frame-body">
                <p>
                    {why(frame, text, format)}
                    {change && (
                        <strong className={change.kept ? 'would keep' : 'would drop'}>
                            {' '}
                            {change.kept ? `▲ ${text.wouldKeep}` : `▼ ${text.wouldDrop(words.rule[ruleOf(change)] ?? ruleOf(change))}`}
                        </strong>
                    )}
                </p>
                <Duplicates video={video} frame={frame} frames={frames} onSeek={onSeek} />
                <Scores frame={frame} limits={limits} />
            </div>
        </section>
    );
}

function why(frame: Frame, text: (typeof videoText)['en'], format: ReturnType<typeof useFormat>): string {
    if (frame.kept) {
        return text.keptWhy;
    }
    const score = frame.score === null ? '–' : format.number(frame.score, 3);
    const limit = frame.threshold === null ? '–' : format.number(frame.threshold, 3);
    return frame.twin === null ? text.droppedWhy(score, limit) : text.duplicateWhy(score, limit);
}
