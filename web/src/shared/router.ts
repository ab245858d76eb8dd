import { useMemo, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    window.addEventListener('popstate', listener);
    return () => {
        listeners.delete(listener);
        window.removeEventListener('popstate', listener);
    };
}

const current = (): string => location.pathname + location.search;

/** Goes to another view of the page. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
    if (to === current()) {
        return;
    }
    const newView = new URL(to, location.href).pathname !== location.pathname;
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', to);
    if (newView) {
        window.scrollTo(0, 0);
    }
    listeners.forEach((listener) => listener());
}

export const usePath = (): string => useSyncExternalStore(subscribe, () => location.pathname);

type Change = Record<string, string | null>;

/** The query of the address and a function that changes some of it; empty values are taken out. */
export function useQuery(): [URLSearchParams, (change: Change, how?: 'push' | 'replace') => void] {
    const search = useSyncExternalStore(subscribe, () => location.search);
    return useMemo(() => [new URLSearchParams(search), changeQuery], [search]);
}

function changeQuery(change: Change, how: 'push' | 'replace' = 'replace'): void {
    const query = new URLSearchParams(location.search);
    for (const [key, value] of Object.entries(change)) {
        if (value === null || value === '') {
            query.delete(key);
        } else {
            query.set(key, value);
        }
    }
    const text = query.toString();
    navigate(location.pathname + (text === '' ? '' : `?${text}`), how);
}

/** Holds a path against a pattern such as /jobs/:id. Null when it does not match; else the named parts, decoded. */
export function match(pattern: string, path: string): Record<string, string> | null {
    const wanted = pattern.split('/').filter(Boolean);
    const given = path.split('/').filter(Boolean);
    if (wanted.length !== given.length) {
        return null;
    }
    const parts: Record<string, string> = {};
    for (const [index, want] of wanted.entries()) {
        const have = given[index] ?? '';
        if (want.startsWith(':')) {
            parts[want.slice(1)] = decode(have);
        } else if (want !== have) {
            return null;
        }
    }
    return parts;
}

function decode(part: string): string {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
