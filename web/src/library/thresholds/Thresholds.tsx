import { useState } from 'react';
import type { Frame } from '../../api/library';
import { useMay } from '../../app/session';
import { Confirm } from '../../shared/parts/Confirm';
import { Link } from '../../shared/parts/Link';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { Progress } from '../../shared/parts/Progress';
import { ServerWords } from '../../shared/parts/ServerWords';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { consequencesOf, outcomeOf } from './consequences';
import { LimitSlider } from './LimitSlider';
import { limitRanges } from './limits';
import { thresholdText } from './text';
import type { ThresholdState } from './useThresholds';
import './thresholds.css';

/** The six limits as sliders, what they would change, and the button that changes it. */
export function Thresholds({ thresholds, frames }: { thresholds: ThresholdState; frames: readonly Frame[] }) {
    const text = useText(thresholdText);
    const words = useText(common);
    const format = useFormat();
    const may = useMay('submit');
    const [asking, setAsking] = useState(false);
    const { draft, current, changed, job, preview, previewed } = thresholds;
    return (
        <section className="card threshold-panel" aria-labelledby="thresholds">
            <header className="card-head">
                <h2 id="thresholds">{text.title}</h2>
            </header>
            <div className="card-body thresholds">
                <p className="soft small">{text.hint}</p>
                {limitRanges.map((range) => (
                    <LimitSlider
                        key={range.name}
                        range={range}
                        value={draft[range.name]}
                        current={current[range.name]}
                        frames={frames}
                        disabled={job.running}
                        onChange={(value) => thresholds.set(range.name, value)}
                    />
                ))}
                <Outcome thresholds={thresholds} />
                <LastChange thresholds={thresholds} />
                <ProblemNote problem={thresholds.problem ?? job.problem} />
                {job.running ? (
                    <div className="threshold-running" role="status">
                        <span>{text.applying}</span>
                        <Progress share={(job.job?.percent ?? 0) / 100} label={text.applying} />
                    </div>
                ) : (
                    <div className="buttons">
                        {may && (
                            <button type="button" className="button primary" disabled={!changed || !previewed} onClick={() => setAsking(true)}>
                                {text.apply}
                            </button>
                        )}
                        <button type="button" className="button" disabled={!changed} onClick={thresholds.reset}>
                            {words.reset}
                        </button>
                    </div>
                )}
                {job.job && !job.running && (
                    <p className="note bad" role="alert">
                        <span>
                            {text.failed(words.jobState[job.job.state] ?? job.job.state)} {job.job.error && <ServerWords code={job.job.error.code} text={job.job.error.message} />}{' '}
                            <Link href={`/jobs/${encodeURIComponent(job.job.id)}`}>{text.openJob}</Link>
                        </span>
                    </p>
                )}
            </div>
            {asking && preview && (
                <Confirm
                    title={text.applyTitle}
                    question={consequencesOf(preview, text, (value) => format.number(value)).join(' ')}
                    action={text.apply}
                    onConfirm={thresholds.apply}
                    onClose={() => setAsking(false)}
                />
            )}
        </section>
    );
}

/** What the last change did, and the way back. */
function LastChange({ thresholds }: { thresholds: ThresholdState }) {
    const text = useText(thresholdText);
    const format = useFormat();
    const may = useMay('submit');
    const { last, changed, job } = thresholds;
    if (last === null || job.running) {
        return null;
    }
    return (
        <div className="threshold-last" role="status" aria-label={text.lastChange}>
            <p className="small">
                <strong>{text.lastChange}:</strong> {outcomeOf(last, text, (value) => format.number(value)).join(' ')}
            </p>
            {may && (
                <button type="button" className="button tiny" disabled={changed} onClick={thresholds.undo}>
                    {text.undo}
                </button>
            )}
        </div>
    );
}

/** What the sliders would do to the whole library. Said aloud only once it has settled. */
function Outcome({ thresholds }: { thresholds: ThresholdState }) {
    const text = useText(thresholdText);
    const format = useFormat();
    const { preview, changed } = thresholds;
    if (preview === undefined) {
        return null;
    }
    const kept = format.number(preview.frames.kept);
    const sampled = format.number(preview.frames.sampled);
    return (
        <p className="threshold-outcome" role="status" aria-label={text.title}>
            {changed ? text.result(kept, sampled) : text.unchanged(kept, sampled)}
            {changed && <strong>{text.delta(format.number(preview.newlyKept), format.number(preview.newlyDropped))}</strong>}
        </p>
    );
}
