import { listJobs } from '../api/jobs';
import { useNow } from '../shared/hooks/useNow';
import { useOnChange } from '../shared/hooks/useOnChange';
import { useRequest } from '../shared/hooks/useRequest';
import { Link } from '../shared/parts/Link';
import { State } from '../shared/parts/State';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { nowText } from './text';

const ended = 'succeeded,partial,failed,cancelled';

/** The jobs that ended last. Asked for again whenever the jobs that run are others. */
export function Recent({ running }: { running: string | null }) {
    const text = useText(nowText);
    const format = useFormat();
    const now = useNow();
    const { data, reload } = useRequest('recent', (signal) => listJobs({ state: ended }, null, signal, 6));
    useOnChange(running, reload);
    if (data === undefined || data.jobs.length === 0) {
        return null;
    }
    return (
        <section className="card" aria-labelledby="recent">
            <header className="card-head">
                <h2 id="recent">{text.recent}</h2>
                <Link href="/jobs" className="small">
                    {text.allJobs}
                </Link>
            </header>
            <ul className="card-body recent">
                {data.jobs.map((job) => (
                    <li key={job.id} data-row-group>
                        <State state={job.state} />
                        <Link href={`/jobs/${encodeURIComponent(job.id)}`} data-row>
                            {job.label ?? job.id}
                        </Link>
                        <span className="soft small">{job.pipeline}</span>
                        {job.endedMs !== null && <span className="soft small recent-when">{format.ago(job.endedMs, now)}</span>}
                    </li>
                ))}
            </ul>
        </section>
    );
}
