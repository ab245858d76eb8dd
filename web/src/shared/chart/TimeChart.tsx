import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { useWidth } from '../hooks/useWidth';
import { useFormat } from '../text/LanguageProvider';
import { useDark } from '../theme';
import { resolveColor } from './colors';

export interface Series {
    label: string;
    /** A custom property of the style sheet, such as --busy. */
    color: string;
    values: readonly number[];
    dash?: readonly number[];
}

interface Props {
    /** What a screen reader says in place of the image. */
    label: string;
    timesMs: readonly number[];
    /** One axis each: the first on the left, the second on the right. */
    series: readonly [Series, Series];
    height: number;
}

const axisFont = '11px system-ui, sans-serif';

/** Two values over time, each on its own scale. */
export default function TimeChart({ label, timesMs, series, height }: Props) {
    const [host, width] = useWidth<HTMLDivElement>();
    const chart = useRef<uPlot>(null);
    const latest = useRef({ timesMs, series });
    latest.current = { timesMs, series };
    const dark = useDark();
    const { language } = useFormat();
    const ready = width > 0;

    useEffect(() => {
        if (host.current === null || !ready) {
            return;
        }
        const element = host.current;
        const drawn = new uPlot(optionsOf(element, latest.current.series, height), dataOf(latest.current), element);
        chart.current = drawn;
        return () => {
            chart.current = null;
            drawn.destroy();
        };
    }, [host, ready, dark, language, height]);

    useEffect(() => chart.current?.setSize({ width, height }), [width, height]);
    useEffect(() => chart.current?.setData(dataOf({ timesMs, series })), [timesMs, series]);

    return <div ref={host} role="img" aria-label={label} style={{ height }} />;
}

const dataOf = ({ timesMs, series }: Pick<Props, 'timesMs' | 'series'>): uPlot.AlignedData => [
    timesMs.map((ms) => ms / 1000),
    [...series[0].values],
    [...series[1].values],
];

function optionsOf(host: HTMLElement, series: Props['series'], height: number): uPlot.Options {
    const soft = resolveColor('--soft', host);
    const grid = { stroke: resolveColor('--line', host), width: 1 };
    const axis = { stroke: soft, font: axisFont, ticks: { show: false } };
    return {
        width: host.clientWidth,
        height,
        legend: { show: false },
        cursor: { points: { size: 6 }, drag: { x: false, y: false } },
        scales: {
            x: { range: (_, from, to) => [Math.min(from, to - 60), to] },
            left: { range: (_, __, most) => [0, Math.max(1, most * 1.15)] },
            right: { range: (_, __, most) => [0, Math.max(1, most * 1.15)] },
        },
        axes: [
            { ...axis, grid: { show: false }, space: 90, size: 26, values: [[1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1], [60, '{HH}:{mm}', null, null, null, null, null, null, 1]] },
            { ...axis, grid, scale: 'left', size: 40, space: 34 },
            { ...axis, grid: { show: false }, scale: 'right', side: 1, size: 40, space: 34 },
        ],
        series: [
            {},
            ...series.map((one, index) => {
                const stroke = resolveColor(one.color, host);
                return { label: one.label, scale: index === 0 ? 'left' : 'right', stroke, width: 1.75, ...(one.dash && { dash: [...one.dash] }), points: { show: false } };
            }),
        ],
    };
}
