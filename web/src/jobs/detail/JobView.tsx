import { useState } from 'react';
import { isTerminal, type Job, type JobItem } from '../../api/jobs';
import { GraphLegend } from '../../pipeline/GraphLegend';
import { Bottleneck } from '../../pipeline/Bottleneck';
import { PipelineGraph } from '../../pipeline/PipelineGraph';
import { Link } from '../../shared/parts/Link';
import { Loading } from '../../shared/parts/Loading';
import { PageTitle } from '../../shared/parts/PageTitle';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { ServerWords } from '../../shared/parts/ServerWords';
import { State } from '../../shared/parts/State';
import { useText } from '../../shared/text/LanguageProvider';
import { JobProgress } from '../JobProgress';
import { Attempts } from './Attempts';
import { Causes } from './Causes';
import { Facts } from './Facts';
import { Items } from './Items';
import { JobActions } from './JobActions';
import { JobResults } from './JobResults';
import { StageTable } from './StageTable';
import { jobText } from './text';
import { useJob } from './useJob';
import './job.css';

/** One job: what it does, what failed and why, what came of it. */
export default function JobView({ id }: { id: string }) {
    const text = useText(jobText);
    const { job, problem, reload, status, changes } = useJob(id);
    return (
        <main className="page" id="main">
            <div className="page-head">
                <div className="page-title">
                    <Link href="/jobs" className="small">
                        {text.jobs}
                    </Link>
                    <PageTitle>{job?.label ?? id}</PageTitle>
                </div>
                {job && <JobActions job={job} onChanged={reload} />}
            </div>
            <ProblemNote problem={problem} onRetry={reload} />
            {status === 'lost' && (
                <p className="note warn" role="status">
                    {text.lost}
                </p>
            )}
            {job ? <JobBody job={job} changes={changes} onChanged={reload} /> : !problem && <Loading />}
        </main>
    );
}

function JobBody({ job, changes, onChanged }: { job: Job; changes: ReadonlyMap<number, JobItem>; onChanged: () => void }) {
    const text = useText(jobText);
    const [filter, setFilter] = useState('');
    const ended = isTerminal(job.state);
    return (
        <>
            <div className="job-line">
                <span role="status">
                    <State state={job.state} />
                </span>
                <div className="job-line-progress">
                    <JobProgress job={job} />
                </div>
            </div>
            {job.error && (
                <p className="note bad">
                    <span>
                        <ServerWords code={job.error.code} text={job.error.message} /> <code className="soft">{job.error.code}</code>
                    </span>
                </p>
            )}
            {!ended && job.stages && job.stages.length > 0 && (
                <section className="card job-graph" aria-label={text.pipeline}>
                    <PipelineGraph job={job} />
                    <GraphLegend />
                    {job.bottleneck && <Bottleneck found={job.bottleneck} />}
                </section>
            )}
            <div className="job-grid">
                <div className="job-main">
                    <Causes job={job} onShow={() => setFilter('failed')} onChanged={onChanged} />
                    <JobResults job={job} />
                    {job.stages && job.stages.length > 0 && <StageTable stages={job.stages} bottleneck={job.bottleneck?.stage} />}
                    <Items job={job} changes={changes} filter={filter} onFilter={setFilter} />
                </div>
                <aside className="job-side">
                    <Facts job={job} />
                    <Attempts attempts={job.attempts ?? []} />
                </aside>
            </div>
        </>
    );
}
