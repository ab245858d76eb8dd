import { ItemRow } from '../jobs/detail/ItemRow';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import type { Failures } from './data';
import { reportText } from './text';
import '../jobs/detail/job.css';

/** What failed, by code, and the command that tries it again. */
export function FailureList({ folder, failures }: { folder: string; failures: readonly Failures[] }) {
    const text = useText(reportText);
    return (
        <section className="section" aria-labelledby="failures">
            <h2 id="failures">{text.failures}</h2>
            {failures.length === 0 ? (
                <p className="soft">{text.noFailures}</p>
            ) : (
                <>
                    <p>
                        {text.retryHow} <code>reelmill retry --library {folder}</code>
                    </p>
                    {failures.map((group) => (
                        <FailureGroup key={group.code} group={group} />
                    ))}
                </>
            )}
        </section>
    );
}

function FailureGroup({ group: { code, count, items } }: { group: Failures }) {
    const text = useText(reportText);
    const format = useFormat();
    const more = count - items.length;
    return (
        <section className="card" aria-label={code}>
            <header className="card-head">
                <h3>
                    <code className="cause-code">{code}</code> <span className="soft small">{text.itemCount(count, format.number(count))}</span>
                </h3>
            </header>
            <ul className="items">
                {items.map((item) => (
                    <ItemRow key={item.sequence} item={item} />
                ))}
                {more > 0 && <li className="soft small">{text.moreItems(more, format.number(more))}</li>}
            </ul>
        </section>
    );
}
