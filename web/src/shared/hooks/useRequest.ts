import { useCallback, useEffect, useState, useRef } from 'react';
import { isAbort, Problem } from '../../api/problem';

export interface Request<T> {
    /** The latest answer; stays while it is asked for again, and goes when the key changes. */
    data: T | undefined;
    problem: Problem | null;
    loading: boolean;
    reload: () => void;
    /** Puts something newer in place of the answer. */
    replace: (data: T) => void;
}

interface Answer<T> {
    key: string;
    data?: T;
    problem: Problem | null;
}

/**
 * Asks for something when the component appears and whenever the key changes; an answer that nobody waits for any more is let go.
 * @param key What is asked for; null asks nothing.
 */
export function useRequest<T>(key: string | null, load: (signal: AbortSignal) => Promise<T>): Request<T> {
    const [answer, setAnswer] = useState<Answer<T> | null>(null);
    const [version, setVersion] = useState(0);
    const [loading, setLoading] = useState(key !== null);
    const latest = useRef(load);
    latest.current = load;

    useEffect(() => {
        if (key === null) {
            return;
        }
        const abort = new AbortController();
        setLoading(true);
        latest
            .current(abort.signal)
            .then((data) => !abort.signal.aborted && setAnswer({ key, data, problem: null }))
            .catch((error: unknown) => {
                if (!abort.signal.aborted && !isAbort(error)) {
                    setAnswer((old) => ({ ...(old?.key === key && old), key, problem: Problem.from(error) }));
                }
            })
            .finally(() => !abort.signal.aborted && setLoading(false));
        return () => abort.abort();
    }, [key, version]);

    const reload = useCallback(() => setVersion((old) => old + 1), []);
    const replace = useCallback((data: T) => key !== null && setAnswer({ key, data, problem: null }), [key]);
    const mine = answer?.key === key ? answer : null;
    return { data: mine?.data, problem: mine?.problem ?? null, loading, reload, replace };
}
