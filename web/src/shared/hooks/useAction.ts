import { useCallback, useState } from 'react';
import { isAbort, Problem } from '../../api/problem';

export interface Action {
    /** Runs something that the user asked for; true when it worked. */
    run: (work: () => Promise<unknown>) => Promise<boolean>;
    busy: boolean;
    problem: Problem | null;
    dismiss: () => void;
}

/** One thing at a time that a button starts: whether it runs, and what came of it when it failed. */
export function useAction(): Action {
    const [busy, setBusy] = useState(false);
    const [problem, setProblem] = useState<Problem | null>(null);
    const run = useCallback(async (work: () => Promise<unknown>) => {
        setBusy(true);
        setProblem(null);
        try {
            await work();
            return true;
        } catch (error) {
            setProblem(isAbort(error) ? null : Problem.from(error));
            return false;
        } finally {
            setBusy(false);
        }
    }, []);
    const dismiss = useCallback(() => setProblem(null), []);
    return { run, busy, problem, dismiss };
}
