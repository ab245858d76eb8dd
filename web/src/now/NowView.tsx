import { useFeed, useMay, useSession } from '../app/session';
import { GraphLegend } from '../pipeline/GraphLegend';
import { Empty } from '../shared/parts/Empty';
import { Icon } from '../shared/parts/Icon';
import { Link } from '../shared/parts/Link';
import { PageTitle } from '../shared/parts/PageTitle';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { Budgets } from './Budgets';
import { Recent } from './Recent';
import { RunningJob } from './RunningJob';
import { Throughput } from './Throughput';
import { nowText } from './text';
import './now.css';

/** What the server does at this moment. */
export default function NowView() {
    const text = useText(nowText);
    const { server } = useSession();
    const { event, history, status } = useFeed();
    const mayCreate = useMay('submit');
    const running = event?.running ?? [];
    return (
        <main className={status === 'lost' ? 'page stale' : 'page'} id="main">
            <div className="page-head">
                <PageTitle>{text.title}</PageTitle>
                <NowNumbers />
                {mayCreate && (
                    <Link className="button primary" href="/jobs?new=1" data-create>
                        <Icon name="plus" />
                        {text.newJob}
                    </Link>
                )}
            </div>
            <section className="section" aria-label={text.pipelines}>
                {running.map((job) => (
                    <RunningJob key={job.id} job={job} />
                ))}
                {event !== null && running.length === 0 && (
                    <Empty title={text.idle}>
                        <p>{text.idleHow}</p>
                    </Empty>
                )}
                {running.length > 0 && <GraphLegend />}
            </section>
            <div className="now-grid">
                <Throughput history={history} />
                <Budgets budgets={event?.budgets ?? server.budgets} />
            </div>
            <Recent running={event && running.map((job) => job.id).join()} />
        </main>
    );
}

function NowNumbers() {
    const text = useText(nowText);
    const format = useFormat();
    const { server } = useSession();
    const { event } = useFeed();
    const jobs = event?.jobs ?? server.jobs;
    const numbers: [string, string][] = [
        [text.running, format.number(jobs.running)],
        [text.queued, format.number(jobs.queued)],
        [text.itemsRate, format.rate(event?.rates.itemsPerSecond ?? 0)],
        [text.framesRate, format.rate(event?.rates.framesPerSecond ?? 0)],
    ];
    return (
        <dl className="facts now-numbers">
            {numbers.map(([name, value]) => (
                <div key={name}>
                    <dt>{name}</dt>
                    <dd>{value}</dd>
                </div>
            ))}
        </dl>
    );
}
