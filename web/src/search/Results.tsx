import type { SearchAnswer, SearchResult } from '../api/search';
import { nameOf, sized } from '../api/library';
import { Empty } from '../shared/parts/Empty';
import { Icon } from '../shared/parts/Icon';
import { Link } from '../shared/parts/Link';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { useServerText } from '../shared/text/server/useServerText';
import { searchText } from './text';

/** What was found, the most alike first. A frame leads to its moment in its video. */
export function Results({ answer }: { answer: SearchAnswer }) {
    const text = useText(searchText);
    const server = useServerText();
    const format = useFormat();
    return (
        <section className="section" aria-label={text.results}>
            <p className="soft" role="status">
                {text.found(format.number(answer.results.length), answer.collection)}
                {answer.approximate && ` · ${text.approximate(answer.recall === null ? null : format.number(answer.recall, 3))}`}
            </p>
            {answer.note && <p className="soft small">{server.meaning(answer.note.code) ?? answer.note.message}</p>}
            {answer.results.length === 0 ? (
                <Empty title={text.none}>
                    <p>{text.noneHow}</p>
                </Empty>
            ) : (
                <ol className="found">
                    {answer.results.map((result) => (
                        <Found key={`${result.rank}/${result.id}`} result={result} />
                    ))}
                </ol>
            )}
        </section>
    );
}

function Found({ result }: { result: SearchResult }) {
    const text = useText(searchText);
    const format = useFormat();
    const name = nameOf(result.source);
    const isFrame = result.video !== null && result.timeMs !== null;
    const label = isFrame ? text.playAt(result.rank, format.clock(result.timeMs ?? 0), name) : text.image(result.rank, name);
    const src = result.image === null ? '' : sized(result.image, 320);
    const image = src === '' ? <Icon name="image" size={28} /> : <img src={src} alt={isFrame ? '' : label} loading="lazy" decoding="async" />;
    return (
        <li data-row-group>
            {isFrame ? (
                <Link className="found-image" href={`/library/${encodeURIComponent(result.video ?? '')}?t=${result.timeMs}`} aria-label={label} data-row>
                    {image}
                    <span className="found-time">
                        <Icon name="play" size={12} />
                        {format.clock(result.timeMs ?? 0)}
                    </span>
                </Link>
            ) : (
                <span className="found-image">
                    {image}
                    {result.timeMs !== null && <span className="found-time">{format.clock(result.timeMs)}</span>}
                </span>
            )}
            <p className="found-line">
                <span className="found-name" title={result.source}>
                    {name}
                </span>
                <span className="soft small nowrap">
                    <span className="unseen">{text.score} </span>
                    {format.number(result.score, 3)}
                </span>
                {isFrame && (
                    <Link className="button quiet tiny" href={`/search?frame=${encodeURIComponent(`${result.video}/${result.timeMs}`)}`} aria-label={text.similar} title={text.similar}>
                        <Icon name="similar" size={14} />
                    </Link>
                )}
            </p>
        </li>
    );
}
