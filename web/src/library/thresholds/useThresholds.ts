import { useEffect, useState } from 'react';
import { previewDecisions, type LastDecision, type Limits, type Preview } from '../../api/library';
import type { Problem } from '../../api/problem';
import { useDebounced } from '../../shared/hooks/useDebounced';
import { useLast } from '../../shared/hooks/useLast';
import { useRequest } from '../../shared/hooks/useRequest';
import { undoable } from './consequences';
import { optionsFor, sameLimits, type LimitName } from './limits';
import { useDecideJob, type DecideJob } from './useDecideJob';

export interface ThresholdState {
    /** What the library was decided with. */
    current: Limits;
    /** What the sliders say. */
    draft: Limits;
    changed: boolean;
    /** What the draft would decide; undefined before the first answer. */
    preview: Preview | undefined;
    /** Whether the preview is of the draft as it is, and not of one before it. */
    previewed: boolean;
    /** The change that can be undone; null when there is none. */
    last: LastDecision | null;
    problem: Problem | null;
    set: (name: LimitName, value: number) => void;
    reset: () => void;
    apply: () => void;
    undo: () => void;
    job: DecideJob;
}

const settleMs = 120;

/** The sliders' state: each move asks what it would change; a question that is out of date is not waited for. */
export function useThresholds(current: Limits, lastDecision: LastDecision | null, video: string, onApplied: () => void): ThresholdState {
    const [draft, setDraft] = useState(current);
    useEffect(() => setDraft(current), [current]);
    const changed = !sameLimits(draft, current);
    const settled = useDebounced(draft, settleMs);
    const asked = useRequest(`${video}/${JSON.stringify(settled)}`, (signal) => previewDecisions(settled, video, signal));
    const preview = useLast(asked.data);
    const job = useDecideJob(onApplied);
    const last = undoable(lastDecision, current);
    return {
        current,
        draft,
        changed,
        preview,
        previewed: asked.data !== undefined && sameLimits(settled, draft),
        last,
        problem: asked.problem,
        set: (name, value) => setDraft((old) => ({ ...old, [name]: value })),
        reset: () => setDraft(current),
        apply: () => job.start(optionsFor(draft, current)),
        undo: () => last && job.start(optionsFor(last.before, current)),
        job,
    };
}
