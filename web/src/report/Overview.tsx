import { getLibrary, listVideos, type LibraryInfo } from '../api/library';
import { LibraryFacts } from '../library/LibraryFacts';
import { VideoCard } from '../library/VideoCard';
import { Bottleneck } from '../pipeline/Bottleneck';
import { useRequest } from '../shared/hooks/useRequest';
import { PageTitle } from '../shared/parts/PageTitle';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { LastRun, LibraryReport } from './data';
import { FailureList } from './FailureList';
import { FurtherVideos } from './FurtherVideos';
import { RunSection } from './RunSection';
import { ScoreSection } from './ScoreSection';
import { SectionLinks } from './SectionLinks';
import { reportText } from './text';
import '../library/library.css';

/** The library and its last run: what came of it, what failed and why, and the videos. */
export function Overview({ report }: { report: LibraryReport }) {
    const text = useText(reportText);
    const library = useRequest('library', getLibrary);
    const listed = useRequest('videos', (signal) => listVideos('', null, signal));
    const videos = listed.data?.videos ?? [];
    return (
        <main className="page" id="main">
            <div className="page-head">
                <div className="page-title">
                    <PageTitle>{report.name}</PageTitle>
                    <p className="mono soft report-folder">{report.folder}</p>
                    <RunLine run={report.run} items={library.data?.items} />
                </div>
                <SectionLinks ids={['videos', 'failures', 'scores', 'run']} />
            </div>
            <ProblemNote problem={library.problem ?? listed.problem} />
            {library.data && <LibraryFacts info={library.data} />}
            {report.run?.bottleneck && <Bottleneck found={report.run.bottleneck} />}
            {report.run?.stages && report.run.bottleneck === null && <p className="soft small">{text.noBottleneck}</p>}
            <section className="section" aria-labelledby="videos">
                <h2 id="videos">{text.videos}</h2>
                {listed.data && videos.length === 0 && <p className="soft">{text.noVideos}</p>}
                <ul className="videos" aria-labelledby="videos">
                    {videos.map((video) => (
                        <VideoCard key={video.id} video={video} />
                    ))}
                </ul>
                <FurtherVideos further={report.further} shown={videos.length} />
            </section>
            <FailureList folder={report.folder} failures={report.failures} />
            <ScoreSection scores={report.scores} />
            <RunSection run={report.run} />
        </main>
    );
}

function RunLine({ run, items }: { run: LastRun | null; items: LibraryInfo['items'] | undefined }) {
    const text = useText(reportText);
    const format = useFormat();
    return (
        <p className="soft dot-list">
            {run === null ? (
                <span>{text.noRun}</span>
            ) : (
                <>
                    <span>{text.lastRun(run.pipeline, format.dateTime(run.startedMs))}</span>
                    <span>{text.runState[run.state] ?? run.state}</span>
                    {run.elapsedSeconds !== null && <span>{format.duration(run.elapsedSeconds)}</span>}
                </>
            )}
            {items && <span>{text.items(format.number(items.done), format.number(items.failed), format.number(items.pending + items.running))}</span>}
        </p>
    );
}
