import { memo, useMemo, useState } from 'react';
import { sized, type Decision, type Frame } from '../../api/library';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { ruleOf, ruleOrder } from '../rules';
import { Picture } from './Picture';
import { videoText } from './text';

interface Props {
    frames: readonly Frame[];
    current: Frame | undefined;
    changes: ReadonlyMap<number, Decision>;
    onSeek: (ms: number) => void;
}

const atOnce = 120;

/** The sampled frames as pictures, all of them or those with one decision. */
export function FrameStrip({ frames, current, changes, onSeek }: Props) {
    const text = useText(videoText);
    const [filter, setFilter] = useState('');
    const [most, setMost] = useState(atOnce);
    const wanted = useMemo(
        () => frames.filter((frame) => filter === '' || (filter === 'changes' ? changes.has(frame.timeMs) : ruleOf(frame) === filter)),
        [frames, filter, changes],
    );
    return (
        <section className="section strip-panel" aria-labelledby="frames">
            <div className="section-head">
                <h2 id="frames">{text.frames}</h2>
                <RuleChips frames={frames} changes={changes.size} value={filter} onChange={setFilter} />
            </div>
            <ul className="strip" aria-labelledby="frames">
                {wanted.slice(0, most).map((frame) => (
                    <StripFrame key={frame.timeMs} frame={frame} current={frame === current} change={changes.get(frame.timeMs)} onSeek={onSeek} />
                ))}
            </ul>
            {wanted.length > most && (
                <div className="more">
                    <button type="button" className="button" onClick={() => setMost(most + atOnce)}>
                        {text.showMore}
                    </button>
                </div>
            )}
        </section>
    );
}

function RuleChips({ frames, changes, value, onChange }: { frames: readonly Frame[]; changes: number; value: string; onChange: (rule: string) => void }) {
    const text = useText(videoText);
    const words = useText(common);
    const format = useFormat();
    const counts = new Map<string, number>();
    frames.forEach((frame) => counts.set(ruleOf(frame), (counts.get(ruleOf(frame)) ?? 0) + 1));
    const chips = ruleOrder.filter((rule) => counts.has(rule));
    return (
        <div className="chips" role="group" aria-labelledby="frames">
            <button type="button" className="chip" aria-pressed={value === ''} onClick={() => onChange('')}>
                {text.showAll} {format.number(frames.length)}
            </button>
            {chips.map((rule) => (
                <button key={rule} type="button" className="chip" aria-pressed={value === rule} onClick={() => onChange(rule)}>
                    <Mark rule={rule} />
                    {words.rule[rule]} {format.number(counts.get(rule) ?? 0)}
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

const StripFrame = memo(
    function StripFrame({ frame, current, change, onSeek }: { frame: Frame; current: boolean; change: Decision | undefined; onSeek: (ms: number) => void }) {
        const words = useText(common);
        const text = useText(videoText);
        const format = useFormat();
        const rule = ruleOf(frame);
        const time = format.clock(frame.timeMs);
        const would = change && (change.kept ? text.wouldKeep : text.wouldDrop(words.rule[ruleOf(change)] ?? ruleOf(change)));
        return (
            <li className={frame.kept ? undefined : 'dropped'}>
                <button type="button" data-row aria-current={current ? 'true' : undefined} title={would ?? words.rule[rule]} onClick={() => onSeek(frame.timeMs)}>
                    <Picture src={frame.image ? sized(frame.image, 240) : ''} alt="" frame={frame} />
                    <span className="strip-line">
                        <span>{time}</span>
                        <span className="unseen">
                            {words.rule[rule] ?? rule} {would}
                        </span>
                        {change && <b className={change.kept ? 'would keep' : 'would drop'}>{change.kept ? '▲' : '▼'}</b>}
                        <Mark rule={rule} />
                    </span>
                </button>
            </li>
        );
    },
    (old, next) => old.frame === next.frame && old.current === next.current && old.change === next.change && old.onSeek === next.onSeek,
);
