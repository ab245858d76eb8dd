import { canCancel, canRetry, cancelJobs, retryJobs, type BulkOutcome, type Job } from '../api/jobs';
import { useMay } from '../app/session';
import { useAction } from '../shared/hooks/useAction';
import { Icon } from '../shared/parts/Icon';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useSay } from '../shared/parts/Toasts';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { useServerText } from '../shared/text/server/useServerText';
import { jobsText } from './text';

interface Props {
    /** Those that are selected. */
    jobs: Job[];
    onDone: () => void;
    onClear: () => void;
}

/** What can be done to all selected jobs at once; each button counts those that it concerns. */
export function BulkBar({ jobs, onDone, onClear }: Props) {
    const text = useText(jobsText);
    const format = useFormat();
    const say = useSay();
    const action = useAction();
    const server = useServerText();
    const may = useMay('submit');
    const retry = jobs.filter(canRetry).map((job) => job.id);
    const cancel = jobs.filter(canCancel).map((job) => job.id);

    const act = async (work: () => Promise<BulkOutcome>, done: (count: number) => string): Promise<void> => {
        const worked = await action.run(async () => {
            const outcome = await work();
            const refused = outcome.refused[0];
            const parts = [done(outcome.done.length), refused ? text.refused(format.number(outcome.refused.length), server.meaning(refused.code) ?? refused.detail) : ''];
            say(parts.filter(Boolean).join('; '));
        });
        if (worked) {
            onClear();
            onDone();
        }
    };

    return (
        <div className="bulk" role="toolbar" aria-label={text.selected(format.number(jobs.length))}>
            <strong>{text.selected(format.number(jobs.length))}</strong>
            {may && (
                <>
                    <button type="button" className="button tiny" disabled={action.busy || retry.length === 0} onClick={() => void act(() => retryJobs(retry), text.retried)}>
                        <Icon name="retry" size={14} />
                        {text.retryFailed} ({retry.length})
                    </button>
                    <button type="button" className="button tiny" disabled={action.busy || cancel.length === 0} onClick={() => void act(() => cancelJobs(cancel), text.cancelled)}>
                        <Icon name="stop" size={14} />
                        {text.cancelJobs} ({cancel.length})
                    </button>
                </>
            )}
            <button type="button" className="button quiet tiny" onClick={onClear}>
                {text.clear}
            </button>
            <ProblemNote problem={action.problem} onDismiss={action.dismiss} />
        </div>
    );
}
