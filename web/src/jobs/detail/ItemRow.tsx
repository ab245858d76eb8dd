import { memo } from 'react';
import type { JobItem } from '../../api/jobs';
import { Link } from '../../shared/parts/Link';
import { Progress } from '../../shared/parts/Progress';
import { ServerWords } from '../../shared/parts/ServerWords';
import { State } from '../../shared/parts/State';
import { useText } from '../../shared/text/LanguageProvider';
import { useServerText } from '../../shared/text/server/useServerText';
import { jobText } from './text';

export const ItemRow = memo(function ItemRow({ item }: { item: JobItem }) {
    const text = useText(jobText);
    const server = useServerText();
    return (
        <li data-sequence={item.sequence}>
            <span className="item-number soft">{item.sequence}</span>
            <span className="item-source mono" title={item.source}>
                {item.source}
            </span>
            {item.attempts > 1 && <span className="soft small nowrap">{text.tries(item.attempts)}</span>}
            {item.video && (
                <Link className="small nowrap" href={`/library/${encodeURIComponent(item.video)}`}>
                    {text.openVideo}
                </Link>
            )}
            <span className="item-state">
                {item.state === 'running' && item.percent !== null ? <Progress share={item.percent / 100} label={text.progressOf(item.source)} /> : <State state={item.state} />}
            </span>
            {item.note && <p className="item-more soft small">{server.sentence(item.note)}</p>}
            {item.error && <ItemError error={item.error} />}
        </li>
    );
});

function ItemError({ error }: { error: NonNullable<JobItem['error']> }) {
    const text = useText(jobText);
    return (
        <div className="item-more">
            <p className="small">
                <code className="cause-code">{error.code}</code> <ServerWords code={error.code} text={error.message} />
            </p>
            {error.stderr && (
                <details>
                    <summary className="soft small">{text.stderr}</summary>
                    <pre className="stderr" tabIndex={0}>
                        {error.stderr}
                    </pre>
                </details>
            )}
        </div>
    );
}
