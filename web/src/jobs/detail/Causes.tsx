import { canRetry, listErrors, retryJob, type ErrorGroup, type Job } from '../../api/jobs';
import { useMay } from '../../app/session';
import { useAction } from '../../shared/hooks/useAction';
import { useRequest } from '../../shared/hooks/useRequest';
import { Icon } from '../../shared/parts/Icon';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { ServerWords } from '../../shared/parts/ServerWords';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

interface Props {
    job: Job;
    onShow: () => void;
    onChanged: () => void;
}

/** Failed items put together by their cause, the most frequent first. */
export function Causes({ job, onShow, onChanged }: Props) {
    const text = useText(jobText);
    const may = useMay('submit');
    const action = useAction();
    const { failed } = job.items;
    const { data, problem } = useRequest(failed > 0 ? `${job.id}/${failed}/${job.state}` : null, (signal) => listErrors(job.id, signal));
    const groups = data?.groups ?? [];
    if (failed === 0) {
        return null;
    }
    const retry = may && canRetry(job) ? (codes?: string[]): void => void action.run(() => retryJob(job.id, codes)).then(onChanged) : undefined;
    return (
        <section className="card" aria-labelledby="causes">
            <header className="card-head">
                <h2 id="causes">{text.causes}</h2>
                <div className="buttons">
                    <button type="button" className="button tiny" onClick={onShow}>
                        {text.showItems}
                    </button>
                    {retry && (
                        <button type="button" className="button tiny" disabled={action.busy} onClick={() => retry()}>
                            <Icon name="retry" size={14} />
                            {text.retry}
                        </button>
                    )}
                </div>
            </header>
            <div className="card-body">
                <ProblemNote problem={problem ?? action.problem} />
                <ul className="causes">
                    {groups.map((group) => (
                        <Cause key={group.code} group={group} busy={action.busy} {...(retry && group.retryable && { onRetry: () => retry([group.code]) })} />
                    ))}
                </ul>
            </div>
        </section>
    );
}

interface CauseProps {
    group: ErrorGroup;
    busy: boolean;
    /** Tries its items again, and no others; left out where that cannot help or is not allowed. */
    onRetry?: () => void;
}

function Cause({ group, busy, onRetry }: CauseProps) {
    const text = useText(jobText);
    const format = useFormat();
    const more = group.count > group.sequences.length ? ' …' : '';
    return (
        <li>
            <div className="cause-head">
                <p>
                    <code className="cause-code">{group.code}</code> <strong>{text.causeCount(group.count, format.number(group.count))}</strong>{' '}
                    <span className="soft small">{group.retryable ? text.retryable : text.permanent}</span>
                </p>
                {onRetry && (
                    <button type="button" className="button tiny" aria-label={text.retryCause(group.code)} disabled={busy} onClick={onRetry}>
                        <Icon name="retry" size={14} />
                        {text.retryThese}
                    </button>
                )}
            </div>
            <p className="cause-message">
                <ServerWords code={group.code} text={group.message} />
            </p>
            <p className="soft small">{text.sequences(group.sequences.join(', ') + more)}</p>
        </li>
    );
}
