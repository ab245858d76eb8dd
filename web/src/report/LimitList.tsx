import type { Frame, Limits } from '../api/library';
import { Histogram } from '../library/thresholds/Histogram';
import { limitRanges } from '../library/thresholds/limits';
import { thresholdText } from '../library/thresholds/text';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { reportText } from './text';
import '../library/thresholds/thresholds.css';

/** The limits that the library was decided with, under the scores of the video's frames that are held against them. */
export function LimitList({ limits, frames }: { limits: Limits; frames: readonly Frame[] }) {
    const text = useText(reportText);
    const { names } = useText(thresholdText);
    const format = useFormat();
    return (
        <section className="card threshold-panel" aria-labelledby="thresholds">
            <header className="card-head">
                <h2 id="thresholds">{text.limits}</h2>
            </header>
            <div className="card-body thresholds">
                <p className="soft small">{text.limitsHow}</p>
                {limitRanges.map((range) => (
                    <div key={range.name} className="limit">
                        <p className="limit-line small">
                            <span>{names[range.name]}</span> <b>{format.number(limits[range.name], 3)}</b>
                        </p>
                        {range.score && <Histogram range={range} score={range.score} frames={frames} value={limits[range.name]} />}
                    </div>
                ))}
            </div>
        </section>
    );
}
