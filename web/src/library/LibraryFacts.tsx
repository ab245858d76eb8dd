import type { LibraryInfo } from '../api/library';
import { common } from '../shared/text/common';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { Mark } from './Mark';
import { listedRules, ruleColor } from './rules';
import { libraryText } from './text';

/** The library in numbers, and its decisions as one bar. */
export function LibraryFacts({ info }: { info: LibraryInfo }) {
    const text = useText(libraryText);
    const format = useFormat();
    const facts: [string, string][] = [
        [text.framesKept, text.of(format.number(info.frames.kept), format.number(info.frames.sampled))],
        [text.duplicates, format.number(info.frames.duplicates)],
        [text.size, format.bytes(info.bytes)],
        [text.itemsFailed, format.number(info.items.failed)],
    ];
    return (
        <section className="library-facts" aria-label={text.decisions}>
            <dl className="facts">
                {facts.map(([name, value]) => (
                    <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                    </div>
                ))}
            </dl>
            <RuleBar info={info} />
        </section>
    );
}

function RuleBar({ info }: { info: LibraryInfo }) {
    const words = useText(common);
    const format = useFormat();
    const counts = listedRules(info.rules.flatMap(({ rule }) => rule ?? []))
        .map((rule) => ({ rule, count: rule === 'kept' ? info.frames.kept : (info.rules.find((one) => one.rule === rule)?.dropped ?? 0) }))
        .filter(({ count }) => count > 0);
    return (
        <div>
            <div className="rule-bar" aria-hidden="true">
                {counts.map(({ rule, count }) => (
                    <i key={rule} style={{ flexGrow: count, background: ruleColor(rule) }} />
                ))}
            </div>
            <ul className="legend">
                {counts.map(({ rule, count }) => (
                    <li key={rule}>
                        <Mark rule={rule} /> {words.rule[rule] ?? rule} <b>{format.number(count)}</b>
                    </li>
                ))}
            </ul>
        </div>
    );
}
