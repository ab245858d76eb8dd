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

let inHash = false;

/** For a page that is a file: the views' addresses stand behind the #. */
export function routeByHash(): void {
    inHash = true;
}

/** The view's address. */
const here = (): URL => (inHash ? new URL(location.hash.startsWith('#/') ? location.hash.slice(1) : '/', 'http://page.invalid') : new URL(location.href));

const pathHere = (): string => here().pathname;
const searchHere = (): string => here().search;
const current = (): string => pathHere() + searchHere();

/** The address of a view, as a link has it. */
export const hrefOf = (to: string): string => (inHash ? `#${to}` : to);

/** Goes to another view of the page. */
export function navigate(to: string, how: 'push' | 'replace' = 'push'): void {
    if (to === current()) {
        return;
    }
    const newView = new URL(to, here()).pathname !== pathHere();
    history[how === 'push' ? 'pushState' : 'replaceState'](null, '', hrefOf(to));
    if (newView) {
        window.scrollTo(0, 0);
    }
    listeners.forEach((listener) => listener());
}

export const usePath = (): string => useSyncExternalStore(subscribe, pathHere);

type Change = Record<string, string | null>;

/** The query of the address and a function that changes some of it; empty values are taken out. */
export function useQuery(): [URLSearchParams, (change: Change, how?: 'push' | 'replace') => void] {
    const search = useSyncExternalStore(subscribe, searchHere);
    return useMemo(() => [new URLSearchParams(search), changeQuery], [search]);
}

function changeQuery(change: Change, how: 'push' | 'replace' = 'replace'): void {
    const query = here().searchParams;
    for (const [key, value] of Object.entries(change)) {
        if (value === null || value === '') {
            query.delete(key);
        } else {
            query.set(key, value);
        }
    }
    const text = query.toString();
    navigate(pathHere() + (text === '' ? '' : `?${text}`), how);
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
