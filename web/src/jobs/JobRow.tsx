import { memo } from 'react';
import { canCancel, canRetry, cancelJob, isTerminal, retryJob, type Job } from '../api/jobs';
import { useMay } from '../app/session';
import { useAction } from '../shared/hooks/useAction';
import { Icon } from '../shared/parts/Icon';
import { Link } from '../shared/parts/Link';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { State } from '../shared/parts/State';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { JobProgress } from './JobProgress';
import { jobsText } from './text';

interface Props {
    job: Job;
    now: number;
    selected: boolean;
    onSelect: (id: string, on: boolean) => void;
    onChanged: () => void;
}

export const JobRow = memo(
    function JobRow({ job, now, selected, onSelect, onChanged }: Props) {
        const text = useText(jobsText);
        const format = useFormat();
        const name = job.label ?? job.id;
        const seconds = job.startedMs === null ? null : ((job.endedMs ?? now) - job.startedMs) / 1000;
        return (
            <tr role="row" className={selected ? 'selected' : undefined} data-row-group data-job={job.id}>
                <td role="cell" className="job-select">
                    <input type="checkbox" aria-label={text.select(name)} checked={selected} data-select onChange={(event) => onSelect(job.id, event.target.checked)} />
                </td>
                <td role="cell" className="job-state">
                    <State state={job.state} />
                </td>
                <td role="cell" className="job-name">
                    <Link href={`/jobs/${encodeURIComponent(job.id)}`} data-row>
                        {name}
                    </Link>
                    <span className="dot-list soft small">
                        <span>{job.pipeline}</span>
                        {job.priority !== 'normal' && <span>{job.priority === 'high' ? text.highPriority : text.lowPriority}</span>}
                        {job.label !== null && <span className="mono">{job.id}</span>}
                    </span>
                </td>
                <td role="cell" className="job-progress">
                    <JobProgress job={job} />
                </td>
                <td role="cell" className="job-items">
                    {text.itemsOf(format.number(job.items.done + job.items.skipped), format.number(job.items.total))}
                    {job.items.failed > 0 && <span className="job-failed">{text.failed(format.number(job.items.failed))}</span>}
                </td>
                <td role="cell" className="job-created soft" title={format.dateTime(job.createdMs)}>
                    {format.ago(job.createdMs, now)}
                </td>
                <td role="cell" className="job-took soft">{seconds !== null && format.duration(seconds)}</td>
                <td role="cell" className="job-actions">
                    <RowActions job={job} name={name} onChanged={onChanged} />
                </td>
            </tr>
        );
    },
    // The row of an ended job says the same for a while; there may be hundreds of them.
    (old, next) =>
        old.job === next.job &&
        old.selected === next.selected &&
        old.onSelect === next.onSelect &&
        old.onChanged === next.onChanged &&
        Math.abs(old.now - next.now) < (isTerminal(next.job.state) ? 60_000 : 1),
);

function RowActions({ job, name, onChanged }: { job: Job; name: string; onChanged: () => void }) {
    const text = useText(jobsText);
    const may = useMay('submit');
    const action = useAction();
    const act = async (work: (id: string) => Promise<unknown>): Promise<void> => {
        if (await action.run(() => work(job.id))) {
            onChanged();
        }
    };
    if (!may) {
        return null;
    }
    return (
        <>
            {canCancel(job) && (
                <button type="button" className="button quiet tiny" aria-label={text.cancelOf(name)} title={text.cancelOf(name)} disabled={action.busy} onClick={() => void act(cancelJob)}>
                    <Icon name="stop" />
                </button>
            )}
            {canRetry(job) && (
                <button type="button" className="button quiet tiny" aria-label={text.retryOf(name)} title={text.retryOf(name)} disabled={action.busy} onClick={() => void act(retryJob)}>
                    <Icon name="retry" />
                </button>
            )}
            <ProblemNote problem={action.problem} onDismiss={action.dismiss} />
        </>
    );
}
