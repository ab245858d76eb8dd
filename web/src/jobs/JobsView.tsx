import { useState } from 'react';
import type { JobFilter } from '../api/jobs';
import { useMay } from '../app/session';
import { Icon } from '../shared/parts/Icon';
import { PageTitle } from '../shared/parts/PageTitle';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useQuery } from '../shared/router';
import { useText } from '../shared/text/LanguageProvider';
import { BulkBar } from './BulkBar';
import { Filters } from './Filters';
import { JobTable } from './JobTable';
import { useFileDrop } from '../shared/dropping';
import { droppedFiles, noFiles, type ChosenFiles } from './submit/folders';
import { SubmitDialog } from './submit/SubmitDialog';
import { jobsText } from './text';
import { useJobs } from './useJobs';
import './jobs.css';

/** All jobs, newest first. Files that are dropped anywhere begin a new one. */
export default function JobsView() {
    const text = useText(jobsText);
    const [query, setQuery] = useQuery();
    const mayCreate = useMay('submit');
    const [files, setFiles] = useState(noFiles);
    const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
    const filter: JobFilter = {
        state: query.get('state') ?? '',
        pipeline: query.get('pipeline') ?? '',
        label: query.get('label') ?? '',
        text: query.get('text') ?? '',
    };
    const list = useJobs(filter);
    const open = (given: ChosenFiles): void => {
        setFiles(given);
        setQuery({ new: '1' });
    };
    const [over, dropProps] = useFileDrop(mayCreate, (transfer) => void droppedFiles(transfer, 'mine').then(open));
    const creating = mayCreate && query.get('new') !== null;
    const shown = list.jobs?.filter((job) => selected.has(job.id)) ?? [];

    return (
        <main className={over ? 'page dropping' : 'page'} id="main" {...dropProps}>
            <div className="page-head">
                <PageTitle>{text.title}</PageTitle>
                {mayCreate && (
                    <button type="button" className="button primary" data-create onClick={() => open(noFiles)}>
                        <Icon name="plus" />
                        {text.newJob}
                    </button>
                )}
            </div>
            <Filters filter={filter} onChange={(change) => setQuery(change)} />
            <ProblemNote problem={list.problem} onRetry={list.reload} />
            {shown.length > 0 && <BulkBar jobs={shown} onDone={list.reload} onClear={() => setSelected(new Set())} />}
            <JobTable list={list} filtered={Object.values(filter).some(Boolean)} selected={selected} onSelect={setSelected} />
            {over && <p className="drop-note">{text.dropHere}</p>}
            {creating && <SubmitDialog initial={files} onClose={() => setQuery({ new: null })} />}
        </main>
    );
}
