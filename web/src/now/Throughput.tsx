import { lazy, Suspense, useMemo } from 'react';
import type { Sample } from '../api/feed';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { nowText } from './text';

const TimeChart = lazy(() => import('../shared/chart/TimeChart'));
const height = 190;

/** Items and frames a second over the last ten minutes. */
export function Throughput({ history }: { history: readonly Sample[] }) {
    const text = useText(nowText);
    const format = useFormat();
    const last = history.at(-1);
    const times = useMemo(() => history.map((sample) => sample.atMs), [history]);
    const series = useMemo(
        () =>
            [
                { label: text.itemsRate, color: '--busy', values: history.map((sample) => sample.itemsPerSecond) },
                { label: text.framesRate, color: '--kept', values: history.map((sample) => sample.framesPerSecond), dash: [5, 3] },
            ] as const,
        [history, text],
    );
    return (
        <section className="card" aria-labelledby="throughput">
            <header className="card-head">
                <h2 id="throughput">{text.throughput}</h2>
                <p className="legend">
                    <span>
                        <i className="line-items" />
                        {text.itemsRate}
                    </span>
                    <span>
                        <i className="line-frames" />
                        {text.framesRate}
                    </span>
                </p>
            </header>
            <div className="card-body">
                <Suspense fallback={<div style={{ height }} />}>
                    <TimeChart
                        label={text.throughputOf(format.rate(last?.itemsPerSecond ?? 0), format.rate(last?.framesPerSecond ?? 0))}
                        timesMs={times}
                        series={series}
                        height={height}
                    />
                </Suspense>
            </div>
        </section>
    );
}
