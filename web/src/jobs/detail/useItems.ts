import { useMemo, useState } from 'react';
import { listItems, type Job, type JobItem } from '../../api/jobs';
import type { Problem } from '../../api/problem';
import { useAction } from '../../shared/hooks/useAction';
import { useRequest } from '../../shared/hooks/useRequest';
import { applyChanges } from './changes';

export interface ItemList {
    items: JobItem[] | undefined;
    problem: Problem | null;
    loadMore: (() => void) | null;
    loading: boolean;
}

interface Rest {
    key: string;
    items: JobItem[];
    next: string | null;
}

/** A job's items in one state (or all), page by page, with what has happened to them since. */
export function useItems(job: Job, filter: string, changes: ReadonlyMap<number, JobItem>): ItemList {
    const key = `${job.id}/${filter}/${job.state}`;
    const first = useRequest(key, (signal) => listItems(job.id, filter, null, signal));
    const [rest, setRest] = useState<Rest | null>(null);
    const more = useAction();
    const mine = rest?.key === key ? rest : null;
    const next = mine ? mine.next : (first.data?.next ?? null);
    const items = useMemo(
        () => first.data && applyChanges([...first.data.items, ...(mine?.items ?? [])], changes, filter),
        [first.data, mine, changes, filter],
    );
    const loadMore = (): void => {
        void more.run(async () => {
            const page = await listItems(job.id, filter, next, new AbortController().signal);
            setRest({ key, items: [...(mine?.items ?? []), ...page.items], next: page.next });
        });
    };
    return { items, problem: first.problem ?? more.problem, loadMore: next === null ? null : loadMore, loading: more.busy };
}
