import { StageTable } from '../jobs/detail/StageTable';
import { GraphLegend } from '../pipeline/GraphLegend';
import { PipelineGraph } from '../pipeline/PipelineGraph';
import { useText } from '../shared/text/LanguageProvider';
import type { LastRun } from './data';
import { StageTimes } from './StageTimes';
import { reportText } from './text';

/** The stages of the last run: how they hung together, in numbers, then over time. */
export function RunSection({ run }: { run: LastRun | null }) {
    const text = useText(reportText);
    return (
        <section className="section" aria-labelledby="run">
            <h2 id="run">{text.run}</h2>
            {run?.stages?.length ? (
                <>
                    <PipelineGraph job={{ id: text.runGraph(run.pipeline), label: null, stages: run.stages, bottleneck: run.bottleneck }} still />
                    <GraphLegend />
                    <StageTable stages={run.stages} bottleneck={run.bottleneck?.stage} />
                    {run.timeline && <StageTimes timeline={run.timeline} />}
                </>
            ) : (
                <p className="soft">{run === null ? text.noRun : text.noNumbers}</p>
            )}
        </section>
    );
}
