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
    return <HistogramBars counts={counts} at={shareOf(range, value)} label={text.histogram} />;
}

interface BarsProps {
    /** The frames of each bar, from the left. */
    counts: readonly { kept: number; dropped: number }[];
    /** Where the limit is, 0 to 1; null where there is none. */
    at: number | null;
    label: string;
}

/** Bars of kept frames with those of dropped ones on top, and a line at the limit. Square roots keep small bars visible. */
export function HistogramBars({ counts, at, label }: BarsProps) {
    const most = Math.max(1, ...counts.map((bin) => Math.sqrt(bin.kept + bin.dropped)));
    const bar = (count: number): number => (Math.sqrt(count) / most) * height;
    return (
        <svg className="histogram" viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" role="img" aria-label={label}>
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
            {at !== null && <line x1={at * counts.length} x2={at * counts.length} y2={height} />}
        </svg>
    );
}
