import { memo } from 'react';
import type { Decision, Frame } from '../../api/library';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { ruleOf } from '../rules';
import { FrameImage } from './FrameImage';
import { videoText } from './text';

interface Props {
    frame: Frame;
    current: boolean;
    change: Decision | undefined;
    /** Its place among those that are listed, from 1, and how many these are: most of them are not in the document. */
    place: number;
    count: number;
    onSeek: (ms: number) => void;
}

/** A sampled frame as a small image with its time and decision; a click goes there. */
export const StripFrame = memo(function StripFrame({ frame, current, change, place, count, onSeek }: Props) {
    const words = useText(common);
    const text = useText(videoText);
    const format = useFormat();
    const rule = ruleOf(frame);
    const would = change && (change.kept ? text.wouldKeep : text.wouldDrop(words.rule[ruleOf(change)] ?? ruleOf(change)));
    return (
        <li className={frame.kept ? undefined : 'dropped'} aria-posinset={place} aria-setsize={count}>
            <button type="button" data-row aria-current={current ? 'true' : undefined} title={would ?? words.rule[rule]} onClick={() => onSeek(frame.timeMs)}>
                <FrameImage image={frame.image} width={240} alt="" frame={frame} instead={frame.kept ? undefined : words.rule[rule]} />
                <span className="strip-line">
                    <span>{format.clock(frame.timeMs)}</span>
                    <span className="unseen">
                        {words.rule[rule] ?? rule} {would}
                    </span>
                    {change && <b className={change.kept ? 'would keep' : 'would drop'}>{change.kept ? '▲' : '▼'}</b>}
                    <Mark rule={rule} />
                </span>
            </button>
        </li>
    );
});
