import { useMemo, useState } from 'react';
import { useFeed } from '../app/session';
import { listJobs, type Job, type JobFilter } from '../api/jobs';
import type { Problem } from '../api/problem';
import { useAction } from '../shared/hooks/useAction';
import { useDebounced } from '../shared/hooks/useDebounced';
import { useOnChange } from '../shared/hooks/useOnChange';
import { useRequest } from '../shared/hooks/useRequest';
import { liveKey, mergeJobs } from './merge';

export interface JobList {
    /** Undefined before the first answer. */
    jobs: Job[] | undefined;
    problem: Problem | null;
    reload: () => void;
    /** Null when there are no more. */
    loadMore: (() => void) | null;
    loading: boolean;
}

interface Rest {
    key: string;
    pages: Job[][];
    next: string | null;
}

/** The jobs that pass the filter, page by page, those that run followed live. */
export function useJobs(filter: JobFilter): JobList {
    const key = JSON.stringify(filter);
    const { event } = useFeed();
    const first = useRequest(key, (signal) => listJobs(filter, null, signal));
    const [rest, setRest] = useState<Rest | null>(null);
    const more = useAction();

    const live = event?.running ?? [];
    const { reload } = first;
    useOnChange(useDebounced(event && liveKey(live, event.jobs.queued), 600), reload);

    const mine = rest?.key === key ? rest : null;
    const next = mine ? mine.next : (first.data?.next ?? null);
    const jobs = useMemo(() => first.data && mergeJobs([first.data.jobs, ...(mine?.pages ?? [])], live), [first.data, mine, live]);
    const loadMore = (): void => {
        void more.run(async () => {
            const page = await listJobs(filter, next, new AbortController().signal);
            setRest({ key, pages: [...(mine?.pages ?? []), page.jobs], next: page.next });
        });
    };
    return { jobs, problem: first.problem ?? more.problem, reload, loadMore: next === null ? null : loadMore, loading: first.loading || more.busy };
}
