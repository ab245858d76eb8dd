import { useRef, useState } from 'react';
import { newKey, submit, submitFiles, type Submission } from '../../api/submit';
import { useAction, type Action } from '../../shared/hooks/useAction';
import { navigate } from '../../shared/router';

export interface Sending extends Pick<Action, 'busy' | 'problem' | 'dismiss'> {
    /** How much of the files has been sent, 0 to 1; null when none are on their way. */
    sent: number | null;
    send: (job: Submission, files: File[]) => void;
    stop: () => void;
}

/** Submits a job and goes to it. What is sent again unchanged after a failure is the same job to the server. */
export function useSubmission(): Sending {
    const action = useAction();
    const [sent, setSent] = useState<number | null>(null);
    const abort = useRef<AbortController>(null);
    const key = useRef({ of: '', value: '' });

    const send = (job: Submission, files: File[]): void => {
        const of = JSON.stringify([job, files.map((file) => [file.name, file.size, file.lastModified])]);
        if (key.current.of !== of) {
            key.current = { of, value: newKey() };
        }
        abort.current = new AbortController();
        const { signal } = abort.current;
        void action
            .run(async () => {
                const created = files.length === 0 ? await submit(job, key.current.value) : await submitFiles(job, files, key.current.value, setSent, signal);
                // The form leaves the history: going back leads to the list.
                navigate('/jobs', 'replace');
                navigate(`/jobs/${encodeURIComponent(created.id)}`);
            })
            .finally(() => setSent(null));
    };
    return { busy: action.busy, problem: action.problem, dismiss: action.dismiss, sent, send, stop: () => abort.current?.abort() };
}
