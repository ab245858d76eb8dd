import { itemStates, type Job, type JobItem } from '../../api/jobs';
import { Loading } from '../../shared/parts/Loading';
import { ProblemNote } from '../../shared/parts/ProblemNote';
import { common } from '../../shared/text/common';
import { useFormat, useText } from '../../shared/text/LanguageProvider';
import { ItemRow } from './ItemRow';
import { jobText } from './text';
import { useItems } from './useItems';

interface Props {
    job: Job;
    changes: ReadonlyMap<number, JobItem>;
    /** The state that is shown; empty for all. */
    filter: string;
    onFilter: (state: string) => void;
}

/** The job's items and what became of each. */
export function Items({ job, changes, filter, onFilter }: Props) {
    const text = useText(jobText);
    const words = useText(common);
    const list = useItems(job, filter, changes);
    return (
        <section className="card items-panel" aria-labelledby="items">
            <header className="card-head">
                <h2 id="items">{text.items}</h2>
                <ItemFilter job={job} value={filter} onChange={onFilter} />
            </header>
            <ProblemNote problem={list.problem} />
            {list.items === undefined ? (
                !list.problem && (
                    <div className="card-body">
                        <Loading />
                    </div>
                )
            ) : (
                <ul className="items" aria-label={text.items}>
                    {list.items.map((item) => (
                        <ItemRow key={item.sequence} item={item} />
                    ))}
                </ul>
            )}
            {list.items?.length === 0 && <p className="card-body soft">{text.noItems}</p>}
            {list.loadMore && (
                <div className="more">
                    <button type="button" className="button tiny" disabled={list.loading} onClick={list.loadMore}>
                        {words.loadMore}
                    </button>
                </div>
            )}
        </section>
    );
}

function ItemFilter({ job, value, onChange }: { job: Job; value: string; onChange: (state: string) => void }) {
    const text = useText(jobText);
    const words = useText(common);
    const format = useFormat();
    return (
        <div className="chips" role="group" aria-label={text.state}>
            <button type="button" className="chip" aria-pressed={value === ''} onClick={() => onChange('')}>
                {text.all} {format.number(job.items.total)}
            </button>
            {itemStates
                .filter((state) => job.items[state] > 0 || state === value)
                .map((state) => (
                    <button key={state} type="button" className="chip" aria-pressed={value === state} onClick={() => onChange(state)}>
                        {words.itemState[state]} {format.number(job.items[state])}
                    </button>
                ))}
        </div>
    );
}
