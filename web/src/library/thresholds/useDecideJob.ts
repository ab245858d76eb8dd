import { useEffect, useRef, useState } from 'react';
import { getJob, isTerminal, jobEventsPath, type Job } from '../../api/jobs';
import type { Problem } from '../../api/problem';
import { openStream } from '../../api/stream';
import { newKey, submit } from '../../api/submit';
import { useAction } from '../../shared/hooks/useAction';

export interface DecideJob {
    /** The job that applies the thresholds; null before there is one and after it has succeeded. */
    job: Job | null;
    running: boolean;
    problem: Problem | null;
    start: (options: Record<string, string>) => void;
}

/** Submits a decide job and follows it. One that did not succeed stays, so that the page can say so. */
export function useDecideJob(onApplied: () => void): DecideJob {
    const action = useAction();
    const [job, setJob] = useState<Job | null>(null);
    const applied = useRef(onApplied);
    applied.current = onApplied;
    const following = job !== null && !isTerminal(job.state) ? job.id : null;

    useEffect(() => {
        if (following === null) {
            return;
        }
        const finish = (): void => {
            close();
            void getJob(following).then((ended) => {
                setJob(ended.state === 'succeeded' ? null : ended);
                applied.current();
            });
        };
        const close = openStream(jobEventsPath(following), {
            on: { progress: (event) => setJob(event as Job), end: finish },
            onStatus: () => undefined,
        });
        return close;
    }, [following]);

    const start = (options: Record<string, string>): void => {
        void action.run(async () => setJob(await submit({ pipeline: 'decide', inputs: [], options }, newKey())));
    };
    return { job, running: action.busy || following !== null, problem: action.problem, start };
}
