import { useMemo } from 'react';
import type { Frame } from '../../api/library';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { listedRules, ruleOf } from '../rules';
import { videoText } from './text';

interface Props {
    frames: readonly Frame[];
    /** How many would change. */
    changes: number;
    /** The chosen rule, or changes; empty for all. */
    value: string;
    onChange: (rule: string) => void;
}

/** Narrows the strip to the frames with one decision. */
export function RuleChips({ frames, changes, value, onChange }: Props) {
    const text = useText(videoText);
    const words = useText(common);
    const format = useFormat();
    const counts = useMemo(() => countRules(frames), [frames]);
    const chips = listedRules(counts.keys()).filter((rule) => counts.has(rule));
    return (
        <div className="chips" role="group" aria-labelledby="frames">
            <button type="button" className="chip" aria-pressed={value === ''} onClick={() => onChange('')}>
                {text.showAll} {format.number(frames.length)}
            </button>
            {chips.map((rule) => (
                <button key={rule} type="button" className="chip" aria-pressed={value === rule} onClick={() => onChange(rule)}>
                    <Mark rule={rule} />
                    {words.rule[rule] ?? rule} {format.number(counts.get(rule) ?? 0)}
                </button>
            ))}
            {(changes > 0 || value === 'changes') && (
                <button type="button" className="chip" aria-pressed={value === 'changes'} onClick={() => onChange('changes')}>
                    {text.changes} {format.number(changes)}
                </button>
            )}
        </div>
    );
}

function countRules(frames: readonly Frame[]): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    frames.forEach((frame) => counts.set(ruleOf(frame), (counts.get(ruleOf(frame)) ?? 0) + 1));
    return counts;
}
