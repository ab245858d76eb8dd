import { useEffect, useState } from 'react';
import { previewDecisions, type Limits, type Preview } from '../../api/library';
import type { Problem } from '../../api/problem';
import { useDebounced } from '../../shared/hooks/useDebounced';
import { useLast } from '../../shared/hooks/useLast';
import { useRequest } from '../../shared/hooks/useRequest';
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
    problem: Problem | null;
    set: (name: LimitName, value: number) => void;
    reset: () => void;
    apply: () => void;
    job: DecideJob;
}

const settleMs = 120;

/** The sliders' state: each move asks what it would change; a question that is out of date is not waited for. */
export function useThresholds(current: Limits, video: string, onApplied: () => void): ThresholdState {
    const [draft, setDraft] = useState(current);
    useEffect(() => setDraft(current), [current]);
    const changed = !sameLimits(draft, current);
    const settled = useDebounced(draft, settleMs);
    const asked = useRequest(`${video}/${JSON.stringify(settled)}`, (signal) => previewDecisions(settled, video, signal));
    const preview = useLast(asked.data);
    const job = useDecideJob(onApplied);
    return {
        current,
        draft,
        changed,
        preview,
        problem: asked.problem,
        set: (name, value) => setDraft((old) => ({ ...old, [name]: value })),
        reset: () => setDraft(current),
        apply: () => job.start(optionsFor(draft, current)),
        job,
    };
}
