import { useState } from 'react';
import { canCancel, canRetry, cancelJob, deleteJob, retryJob, type Job } from '../../api/jobs';
import { useMay } from '../../app/session';
import { useAction } from '../../shared/hooks/useAction';
import { Confirm } from '../../shared/parts/Confirm';
import { Icon } from '../../shared/parts/Icon';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { useSay } from '../../shared/parts/Toasts';
import { navigate } from '../../shared/router';
import { useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

/** What can be done to a job in its state. */
export function JobActions({ job, onChanged }: { job: Job; onChanged: () => void }) {
    const text = useText(jobText);
    const say = useSay();
    const may = useMay('submit');
    const action = useAction();
    const [asking, setAsking] = useState(false);
    const [results, setResults] = useState(false);
    if (!may) {
        return null;
    }

    const act = (work: (id: string) => Promise<unknown>): void => void action.run(() => work(job.id)).then(onChanged);
    const remove = async (): Promise<void> => {
        if (await action.run(() => deleteJob(job.id, results))) {
            say(text.deleted);
            navigate('/jobs');
        }
    };
    return (
        <div className="buttons">
            <ProblemNote problem={action.problem} onDismiss={action.dismiss} />
            {canRetry(job) && (
                <button type="button" className="button primary" disabled={action.busy} onClick={() => act(retryJob)}>
                    <Icon name="retry" />
                    {text.retry}
                </button>
            )}
            {canCancel(job) && (
                <button type="button" className="button" disabled={action.busy} onClick={() => act(cancelJob)}>
                    <Icon name="stop" />
                    {text.cancel}
                </button>
            )}
            <button type="button" className="button danger" disabled={action.busy} onClick={() => setAsking(true)}>
                <Icon name="trash" />
                {text.delete}
            </button>
            {asking && (
                <Confirm
                    title={text.deleteTitle}
                    question={text.deleteQuestion(job.label ?? job.id)}
                    action={text.delete}
                    onConfirm={() => void remove()}
                    onClose={() => setAsking(false)}
                >
                    <label className="check">
                        <input type="checkbox" checked={results} onChange={(event) => setResults(event.target.checked)} />
                        {text.deleteResults}
                    </label>
                </Confirm>
            )}
        </div>
    );
}
