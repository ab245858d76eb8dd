import { useMemo } from 'react';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { areaPath, columnCount, columnsOf, mean, stacked } from './columns';
import type { Timeline } from './data';
import { reportText } from './text';
import { timesText } from './timesText';

interface Area {
    name: string;
    path: string;
}

/** Small multiples on one time axis: what each stage's workers did, how full its queue was, and how many items had ended. */
export function StageTimes({ timeline }: { timeline: Timeline }) {
    const text = useText(reportText);
    const words = useText(timesText);
    const format = useFormat();
    const last = timeline.points.at(-1);
    const all = last?.done ?? 0;
    const done = useMemo(() => columnsOf(timeline, (point) => point.done / Math.max(1, all)), [timeline, all]);
    if (last === undefined || last.seconds <= 0) {
        return null;
    }
    return (
        <section className="card" aria-labelledby="over-time">
            <header className="card-head">
                <h3 id="over-time">{text.overTime}</h3>
            </header>
            <div className="card-body times">
                {timeline.stages.map((stage, index) => (
                    <StageRow key={stage} timeline={timeline} stage={stage} index={index} />
                ))}
                <p className="times-name">
                    {words.ended} <span className="soft small">{words.endedOf(format.number(all))}</span>
                </p>
                <Areas className="time" areas={[{ name: 'area-done', path: areaPath(done) }]} label={words.endedLabel(format.number(all), format.duration(last.seconds))} />
                <p className="times-axis soft small" aria-hidden="true">
                    {[0, 0.25, 0.5, 0.75, 1].map((share) => (
                        <span key={share}>{format.duration(last.seconds * share)}</span>
                    ))}
                </p>
            </div>
        </section>
    );
}

function StageRow({ timeline, stage, index }: { timeline: Timeline; stage: string; index: number }) {
    const words = useText(timesText);
    const format = useFormat();
    const { busy, blocked, starved, queue } = useMemo(() => {
        const of = (part: 'busy' | 'blocked' | 'starved' | 'queue') => columnsOf(timeline, (point) => point[part][index] ?? 0);
        return { busy: of('busy'), blocked: of('blocked'), starved: of('starved'), queue: of('queue') };
    }, [timeline, index]);
    const working = stacked(busy, blocked);
    const areas = [
        { name: 'area-starved', path: areaPath(stacked(working, starved)) },
        { name: 'area-blocked', path: areaPath(working) },
        { name: 'area-busy', path: areaPath(busy) },
    ];
    return (
        <>
            <p className="times-name">
                {stage} <span className="soft small">{words.busy(format.percent(mean(busy)))}</span>
            </p>
            <div>
                <Areas className="time" areas={areas} label={words.stageLabel(stage, format.percent(mean(busy)), format.percent(mean(blocked)), format.percent(mean(starved)))} />
                <Areas className="time thin" areas={[{ name: 'area-queue', path: areaPath(queue) }]} label={words.queueLabel(stage, format.percent(Math.max(...queue)))} />
            </div>
        </>
    );
}

/** Areas on top of each other, the first at the back. */
function Areas({ className, areas, label }: { className: string; areas: readonly Area[]; label: string }) {
    return (
        <svg className={className} viewBox={`0 0 ${columnCount} 100`} preserveAspectRatio="none" role="img" aria-label={label}>
            {areas.map(({ name, path }) => (
                <path key={name} className={name} d={path} />
            ))}
        </svg>
    );
}
