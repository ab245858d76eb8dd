import { useCallback, type Dispatch, type ReactNode, type SetStateAction } from 'react';
import { Empty } from '../shared/parts/Empty';
import { Loading } from '../shared/parts/Loading';
import { useNow } from '../shared/hooks/useNow';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { JobRow } from './JobRow';
import { jobsText } from './text';
import type { JobList } from './useJobs';

interface Props {
    list: JobList;
    filtered: boolean;
    selected: ReadonlySet<string>;
    onSelect: Dispatch<SetStateAction<ReadonlySet<string>>>;
}

/** Roles are written out, because the rows become cards on a phone and browsers then forget that this is a table. */
export function JobTable({ list, filtered, selected, onSelect }: Props) {
    const text = useText(jobsText);
    const words = useText(common);
    const now = useNow();
    const { jobs } = list;
    const toggle = useCallback((id: string, on: boolean) => onSelect((old) => new Set(on ? [...old, id] : [...old].filter((other) => other !== id))), [onSelect]);
    if (jobs === undefined) {
        return list.problem ? null : <Loading />;
    }
    if (jobs.length === 0) {
        return (
            <Empty title={filtered ? text.none : text.noJobs}>
                <p>{filtered ? text.noneHow : text.noJobsHow}</p>
            </Empty>
        );
    }

    const all = jobs.every((job) => selected.has(job.id));
    return (
        <>
            <table className="table card jobs" role="table" aria-label={text.list}>
                <thead role="rowgroup">
                    <tr role="row">
                        <Head>
                            <input
                                type="checkbox"
                                aria-label={text.selectAll}
                                checked={all}
                                onChange={() => onSelect(new Set(all ? [] : jobs.map((job) => job.id)))}
                            />
                        </Head>
                        <Head>{text.state}</Head>
                        <Head>{text.job}</Head>
                        <Head>{text.progress}</Head>
                        <Head>{text.items}</Head>
                        <Head>{text.created}</Head>
                        <Head>{text.took}</Head>
                        <Head>
                            <span className="unseen">{text.actions}</span>
                        </Head>
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    {jobs.map((job) => (
                        <JobRow key={job.id} job={job} now={now} selected={selected.has(job.id)} onSelect={toggle} onChanged={list.reload} />
                    ))}
                </tbody>
            </table>
            {list.loadMore && (
                <div className="more">
                    <button type="button" className="button" disabled={list.loading} onClick={list.loadMore}>
                        {words.loadMore}
                    </button>
                </div>
            )}
        </>
    );
}

function Head({ children }: { children: ReactNode }) {
    return (
        <th role="columnheader" scope="col">
            {children}
        </th>
    );
}
