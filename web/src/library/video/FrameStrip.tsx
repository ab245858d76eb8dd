import { useMemo, useState } from 'react';
import type { Decision, Frame } from '../../api/library';
import { useText } from '../../shared/text/LanguageProvider';
import { ruleOf } from '../rules';
import { FrameGrid } from './FrameGrid';
import { RuleChips } from './RuleChips';
import { videoText } from './text';

interface Props {
    frames: readonly Frame[];
    current: Frame | undefined;
    changes: ReadonlyMap<number, Decision>;
    onSeek: (ms: number) => void;
}

/** The sampled frames as images, all of them or those with one decision. */
export function FrameStrip({ frames, current, changes, onSeek }: Props) {
    const text = useText(videoText);
    const [filter, setFilter] = useState('');
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
            <FrameGrid frames={wanted} current={current} changes={changes} onSeek={onSeek} />
        </section>
    );
}
