import { useMemo } from 'react';
import type { Frame } from '../../api/library';
import { useText } from '../../shared/text/LanguageProvider';
import { binScores } from './bins';
import { shareOf, type LimitRange } from './limits';
import { thresholdText } from './text';

interface Props {
    range: LimitRange;
    score: (frame: Frame) => number;
    frames: readonly Frame[];
    value: number;
}

const bins = 48;
const height = 26;

/** How the video's frames spread over the slider: one sees what a limit cuts off before moving it there. */
export function Histogram({ range, score, frames, value }: Props) {
    const text = useText(thresholdText);
    const counts = useMemo(() => binScores(frames, score, range, bins), [frames, score, range]);
    const most = Math.max(1, ...counts.map((bin) => Math.sqrt(bin.kept + bin.dropped)));
    const bar = (count: number): number => (Math.sqrt(count) / most) * height;
    return (
        <svg className="histogram" viewBox={`0 0 ${bins} ${height}`} preserveAspectRatio="none" role="img" aria-label={text.histogram}>
            {counts.map((bin, index) => {
                const all = bar(bin.kept + bin.dropped);
                const kept = bin.kept === 0 ? 0 : (all * bin.kept) / (bin.kept + bin.dropped);
                return (
                    <g key={index}>
                        <rect className="bin-dropped" x={index + 0.1} width="0.8" y={height - all} height={Math.max(0, all - kept)} />
                        <rect className="bin-kept" x={index + 0.1} width="0.8" y={height - kept} height={kept} />
                    </g>
                );
            })}
            <line x1={shareOf(range, value) * bins} x2={shareOf(range, value) * bins} y2={height} />
        </svg>
    );
}
