import type { Job } from '../api/jobs';
import { Bottleneck } from '../pipeline/Bottleneck';
import { PipelineGraph } from '../pipeline/PipelineGraph';
import { Link } from '../shared/parts/Link';
import { Progress } from '../shared/parts/Progress';
import { State } from '../shared/parts/State';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { nowText } from './text';

/** A job that runs: how far it is, its pipeline at work, and what holds it up. */
export function RunningJob({ job }: { job: Job }) {
    const text = useText(nowText);
    const name = job.label ?? job.id;
    return (
        <article className="card running" aria-label={name} data-row-group>
            <header className="card-head">
                <h2>
                    <Link href={`/jobs/${encodeURIComponent(job.id)}`} data-row>
                        {name}
                    </Link>{' '}
                    <span className="soft running-kind">{job.pipeline}</span>
                </h2>
                <JobNumbers job={job} />
            </header>
            <div className="card-body">
                <Progress share={job.percent / 100} label={name} />
                {job.stages && job.stages.length > 0 ? <PipelineGraph job={job} /> : <p className="soft">{text.starting}</p>}
                {job.bottleneck && <Bottleneck found={job.bottleneck} />}
            </div>
        </article>
    );
}

function JobNumbers({ job }: { job: Job }) {
    const text = useText(nowText);
    const format = useFormat();
    const ended = job.items.done + job.items.skipped;
    return (
        <p className="dot-list soft small">
            {job.state === 'cancelling' && <State state="cancelling" />}
            <span>{text.percentDone(format.percent(job.percent / 100))}</span>
            {job.etaSeconds !== null && <span>{text.remaining(format.duration(job.etaSeconds))}</span>}
            {job.speed !== null && <span>{text.speed(format.rate(job.speed))}</span>}
            <span>{text.items(format.number(ended), format.number(job.items.total))}</span>
            {job.items.failed > 0 && <span className="running-failed">{text.failed(format.number(job.items.failed))}</span>}
            {job.frames && job.frames.sampled > 0 && <span>{text.kept(format.number(job.frames.kept), format.number(job.frames.sampled))}</span>}
        </p>
    );
}
