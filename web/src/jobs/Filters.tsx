import { useEffect, useState } from 'react';
import type { JobFilter } from '../api/jobs';
import { getPipelines } from '../api/server';
import { useDebounced } from '../shared/hooks/useDebounced';
import { useRequest } from '../shared/hooks/useRequest';
import { SearchBox } from '../shared/parts/SearchBox';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { jobsText } from './text';

interface Props {
    filter: JobFilter;
    onChange: (change: Partial<JobFilter>) => void;
}

/** The states that can be filtered by, and what each stands for. */
const choices = { running: 'running,cancelling', queued: 'queued', succeeded: 'succeeded', partial: 'partial', failed: 'failed', cancelled: 'cancelled' };

export function Filters({ filter, onChange }: Props) {
    const text = useText(jobsText);
    const pipelines = useRequest('pipelines', getPipelines).data ?? [];
    return (
        <div className="filters" role="search" aria-label={text.filters}>
            <Typed label={text.search} value={filter.text} onChange={(value) => onChange({ text: value })} search />
            <select className="input" aria-label={text.pipeline} value={filter.pipeline} onChange={(event) => onChange({ pipeline: event.target.value })}>
                <option value="">{text.anyPipeline}</option>
                {pipelines.map(({ name }) => (
                    <option key={name}>{name}</option>
                ))}
            </select>
            <Typed label={text.label} value={filter.label} onChange={(value) => onChange({ label: value })} />
            <StateChips value={filter.state} onChange={(state) => onChange({ state })} />
        </div>
    );
}

function StateChips({ value, onChange }: { value: string; onChange: (value: string) => void }) {
    const text = useText(jobsText);
    const words = useText(common);
    const chosen = new Set(value.split(',').filter(Boolean));
    const toggle = (states: string): void => {
        const all = states.split(',');
        const off = all.some((state) => chosen.has(state));
        const others = [...chosen].filter((state) => !all.includes(state));
        onChange((off ? others : [...others, ...all]).join());
    };
    return (
        <div className="chips" role="group" aria-label={text.states}>
            {Object.entries(choices).map(([name, states]) => (
                <button key={name} type="button" className="chip" aria-pressed={chosen.has(name)} onClick={() => toggle(states)}>
                    {words.jobState[name]}
                </button>
            ))}
        </div>
    );
}

/** A field whose value goes into the address once typing pauses. */
function Typed({ label, value, onChange, search = false }: { label: string; value: string; onChange: (value: string) => void; search?: boolean }) {
    const [typed, setTyped] = useState(value);
    const settled = useDebounced(typed, 250);
    useEffect(() => setTyped(value), [value]);
    useEffect(() => {
        if (settled !== value && settled === typed) {
            onChange(settled);
        }
        // Only when typing has settled: a value from outside must not be sent back.
    }, [settled]);
    return search ? (
        <SearchBox label={label} value={typed} onChange={setTyped} />
    ) : (
        <input className="input" aria-label={label} placeholder={label} value={typed} onChange={(event) => setTyped(event.target.value)} />
    );
}
