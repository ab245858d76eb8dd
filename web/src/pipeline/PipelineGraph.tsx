import { useId, useMemo } from 'react';
import type { Job } from '../api/jobs';
import { useWidth } from '../shared/hooks/useWidth';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { layOut } from './layout';
import { QueueTank } from './QueueTank';
import { StageNode } from './StageNode';
import { pipelineText } from './text';
import './graph.css';

/** What has stages: a job, or a run that has ended. */
type Staged = Pick<Job, 'id' | 'label' | 'stages' | 'bottleneck'>;

/** A job's stages with the queues between them, as they are at this moment; still where it is over. */
export function PipelineGraph({ job, still = false }: { job: Staged; still?: boolean }) {
    const text = useText(pipelineText);
    const [host, width] = useWidth<HTMLDivElement>();
    const arrow = useId();
    const stages = job.stages ?? [];
    const layout = useMemo(() => (width > 0 ? layOut(stages.length, width) : null), [stages.length, width]);

    return (
        <div ref={host} className="graph">
            {layout && (
                <svg width={layout.width} height={layout.height} viewBox={`0 0 ${layout.width} ${layout.height}`} aria-hidden="true">
                    <defs>
                        <marker id={arrow} viewBox="0 0 6 6" refX="5" refY="3" markerWidth="6" markerHeight="6" orient="auto">
                            <path d="M0.5 0.5 5 3 0.5 5.5" className="graph-head" />
                        </marker>
                    </defs>
                    {layout.placements.map(({ queue, node, link, feed }, index) => {
                        const stage = stages[index];
                        if (stage === undefined) {
                            return null;
                        }
                        const flows = !still && stage.rate > 0;
                        return (
                            <g key={stage.name}>
                                <path d={link} className={flows ? 'graph-link flows' : 'graph-link'} markerEnd={`url(#${arrow})`} />
                                <path d={feed} className={flows ? 'graph-link flows' : 'graph-link'} markerEnd={`url(#${arrow})`} />
                                <QueueTank box={queue} stage={stage} />
                                <StageNode box={node} stage={stage} bottleneck={job.bottleneck?.stage === stage.name} />
                            </g>
                        );
                    })}
                </svg>
            )}
            <SpokenStages job={job} label={text.graph(job.label ?? job.id)} />
        </div>
    );
}

/** The drawing in words, for those who do not see it. No live region: it would never be silent. */
function SpokenStages({ job, label }: { job: Staged; label: string }) {
    const text = useText(pipelineText);
    const format = useFormat();
    return (
        <ol className="unseen" aria-label={label}>
            {job.stages?.map((stage) => (
                <li key={stage.name}>
                    {text.stage(
                        stage.name,
                        stage.workers,
                        format.percent(stage.busy),
                        format.percent(stage.blocked),
                        format.percent(stage.starved),
                        stage.queued,
                        stage.queueBound,
                        format.rate(stage.rate),
                    )}
                </li>
            ))}
        </ol>
    );
}
