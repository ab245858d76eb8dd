import { useCallback, useEffect, useState } from 'react';
import { framePages, type Frame } from '../../api/library';
import { isAbort, Problem } from '../../api/problem';

export interface LoadedFrames {
    /** By time; the first ones of the video while not all are there. */
    frames: Frame[];
    complete: boolean;
    problem: Problem | null;
    reload: () => void;
}

interface Loaded extends Omit<LoadedFrames, 'reload'> {
    video: string;
}

const none: Frame[] = [];

/** A video's frames, a page at a time: they are shown as they come. Asked for again, the old ones stay until all new ones are there. */
export function useFrames(video: string): LoadedFrames {
    const [loaded, setLoaded] = useState<Loaded | null>(null);
    const [version, setVersion] = useState(0);
    useEffect(() => {
        const abort = new AbortController();
        void loadFrames(video, abort.signal, (frames, complete) =>
            setLoaded((old) => (!complete && old?.video === video && old.complete ? old : { video, frames, complete, problem: null })),
        ).catch((error: unknown) => {
            if (!isAbort(error)) {
                setLoaded((old) => ({ frames: none, complete: false, ...(old?.video === video && old), video, problem: Problem.from(error) }));
            }
        });
        return () => abort.abort();
    }, [video, version]);
    const reload = useCallback(() => setVersion((old) => old + 1), []);
    const mine = loaded?.video === video ? loaded : { frames: none, complete: false, problem: null };
    return { frames: mine.frames, complete: mine.complete, problem: mine.problem, reload };
}

async function loadFrames(video: string, signal: AbortSignal, take: (frames: Frame[], complete: boolean) => void): Promise<void> {
    let frames: Frame[] = [];
    for await (const page of framePages(video, signal)) {
        frames = [...frames, ...page.frames];
        take(frames, page.next === null);
    }
}
