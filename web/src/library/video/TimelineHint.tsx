import { sized, type Decision, type Frame } from '../../api/library';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { Mark } from '../Mark';
import { ruleOf } from '../rules';
import { videoText } from './text';

/** The frame under the pointer, as a small image with its decision. */
export function TimelineHint({ frame, change, share }: { frame: Frame; change: Decision | undefined; share: number }) {
    const text = useText(videoText);
    const words = useText(common);
    const format = useFormat();
    const rule = ruleOf(frame);
    const image = frame.image === null ? '' : sized(frame.image, 160);
    return (
        <div className="hint" style={{ left: `${share * 100}%`, translate: `${-share * 100}% 0` }}>
            {image !== '' && <img src={image} alt="" width="160" height={Math.round((160 * frame.height) / Math.max(1, frame.width))} />}
            <p className="small">
                {format.clock(frame.timeMs)} <Mark rule={rule} /> {words.rule[rule] ?? rule}
            </p>
            {change && <p className="small hint-change">{change.kept ? text.wouldKeep : text.wouldDrop(words.rule[ruleOf(change)] ?? ruleOf(change))}</p>}
        </div>
    );
}
