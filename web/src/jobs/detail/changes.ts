import type { JobItem } from '../../api/jobs';

/**
 * Brings a list of items up to date. With a filter, items that have left the state go, and those that have entered it come
 * in where they belong; without one, every item is in the list already or on a page that has not been loaded.
 */
export function applyChanges(items: readonly JobItem[], changes: ReadonlyMap<number, JobItem>, filter: string): JobItem[] {
    if (changes.size === 0) {
        return [...items];
    }
    const known = new Map(items.map((item) => [item.sequence, changes.get(item.sequence) ?? item]));
    if (filter === '') {
        return [...known.values()];
    }
    changes.forEach((item) => known.set(item.sequence, item));
    return [...known.values()].filter((item) => item.state === filter).sort((a, b) => a.sequence - b.sequence);
}
