import { useEffect, useState } from 'react';
import { isTerminal, resultsPath, type Job } from '../../api/jobs';
import { nameOf, sized } from '../../api/library';
import { readResults, type ResultLine } from '../../api/results';
import { useLast } from '../../shared/hooks/useLast';
import { useRequest } from '../../shared/hooks/useRequest';
import { Link } from '../../shared/parts/Link';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { jobText } from './text';

const most = 36;

/** What was dropped is in the file; here is what came of the job. */
const shown = (line: ResultLine): boolean => line.kept !== false;

/** The first results, also while the job still runs, and the way to all of them. */
export function JobResults({ job }: { job: Job }) {
    const text = useText(jobText);
    const format = useFormat();
    const ended = isTerminal(job.state);
    // Asked for again as items are done, until there are as many as are shown.
    const [full, setFull] = useState(false);
    const step = ended ? 'end' : full ? 'full' : job.items.done;
    const { data, problem } = useRequest(job.state === 'queued' ? null : `${job.id}/${step}`, (signal) => readResults(job.id, shown, most, signal));
    const results = useLast(data);
    const more = results?.more ?? false;
    useEffect(() => setFull(more), [more]);
    return (
        <section className="card" aria-labelledby="results">
            <header className="card-head">
                <h2 id="results">{text.results}</h2>
                <a className="small" href={resultsPath(job.id)} download={`${job.id}.jsonl`}>
                    {text.resultsFile}
                </a>
            </header>
            <div className="card-body results">
                <ProblemNote problem={problem} />
                {results && results.lines.length > 0 ? <Lines lines={results.lines} /> : <p className="soft">{text.noResults}</p>}
                {more && <p className="soft small">{text.moreResults(format.number(most))}</p>}
                {!ended && <p className="soft small">{text.resultsSoFar}</p>}
            </div>
        </section>
    );
}

function Lines({ lines }: { lines: ResultLine[] }) {
    const images = lines.filter((line) => line.image && line.video);
    const others = lines.filter((line) => !line.image);
    return (
        <>
            {images.length > 0 && (
                <ul className="result-images">
                    {images.map((line) => (
                        <FrameImage key={`${line.video}/${line.timeMs}/${line.sequence}`} line={line} />
                    ))}
                </ul>
            )}
            {others.length > 0 && (
                <ul className="result-lines">
                    {others.map((line, index) => (
                        <Line key={index} line={line} />
                    ))}
                </ul>
            )}
        </>
    );
}

function FrameImage({ line }: { line: ResultLine }) {
    const text = useText(jobText);
    const format = useFormat();
    const time = format.clock(line.timeMs ?? 0);
    return (
        <li>
            <Link href={`/library/${encodeURIComponent(line.video ?? '')}?t=${line.timeMs ?? 0}`}>
                <img src={sized(line.image ?? '', 320)} alt={text.frameAt(time, nameOf(line.source))} loading="lazy" decoding="async" />
            </Link>
        </li>
    );
}

function Line({ line }: { line: ResultLine }) {
    const text = useText(jobText);
    const format = useFormat();
    return (
        <li>
            <span className="mono item-source">{line.path ?? line.id ?? line.source}</span>
            {line.chunk !== undefined && <span className="soft small">{text.chunk(line.chunk)}</span>}
            {line.endMs !== undefined && (
                <span className="soft small nowrap">
                    {format.clock(line.startMs ?? 0)} – {format.clock(line.endMs)}
                </span>
            )}
            {line.master !== undefined && line.video && (
                <Link className="small nowrap" href={`/library/${encodeURIComponent(line.video)}`}>
                    {text.play(nameOf(line.source))}
                </Link>
            )}
        </li>
    );
}
