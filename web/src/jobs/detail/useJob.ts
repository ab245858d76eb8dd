import { useEffect, useRef, useState } from 'react';
import { getJob, isTerminal, jobEventsPath, type Job, type JobItem } from '../../api/jobs';
import type { Problem } from '../../api/problem';
import { openStream, type StreamStatus } from '../../api/stream';
import { useRequest } from '../../shared/hooks/useRequest';

export interface FollowedJob {
    job: Job | undefined;
    problem: Problem | null;
    reload: () => void;
    status: StreamStatus;
    /** What has happened to items since the page was opened, by sequence. */
    changes: ReadonlyMap<number, JobItem>;
}

const gatherMs = 250;

/** A job, followed by its events until it ends; asked for again when something is done to it. */
export function useJob(id: string): FollowedJob {
    const { data, problem, reload, replace } = useRequest(id, (signal) => getJob(id, signal));
    const [status, setStatus] = useState<StreamStatus>('connecting');
    const [changes, takeItem] = useItemChanges();
    const active = data !== undefined && !isTerminal(data.state);

    useEffect(() => {
        if (!active) {
            return;
        }
        const close = openStream(jobEventsPath(id), {
            on: {
                progress: (job) => replace(job as Job),
                item: (item) => takeItem(item as JobItem),
                state: () => undefined,
                end: () => {
                    close();
                    reload();
                },
            },
            onStatus: setStatus,
        });
        return close;
    }, [id, active, reload, replace, takeItem]);
    return { job: data, problem, reload, status: active ? status : 'live', changes };
}

/** Items may change by the hundred; they are gathered and shown a few times a second. */
function useItemChanges(): [ReadonlyMap<number, JobItem>, (item: JobItem) => void] {
    const [changes, setChanges] = useState<ReadonlyMap<number, JobItem>>(new Map());
    const pending = useRef(new Map<number, JobItem>());
    const timer = useRef<number>(undefined);
    const take = useRef((item: JobItem): void => {
        pending.current.set(item.sequence, item);
        timer.current ??= window.setTimeout(() => {
            timer.current = undefined;
            const fresh = pending.current;
            pending.current = new Map();
            setChanges((old) => new Map([...old, ...fresh]));
        }, gatherMs);
    });
    useEffect(() => () => window.clearTimeout(timer.current), []);
    return [changes, take.current];
}
