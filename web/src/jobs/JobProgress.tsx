import type { Job, JobState } from '../api/jobs';
import { Progress } from '../shared/parts/Progress';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { jobsText } from './text';

const tones: Record<JobState, 'busy' | 'good' | 'warn' | 'bad' | 'soft'> = {
    queued: 'soft',
    running: 'busy',
    cancelling: 'warn',
    succeeded: 'good',
    partial: 'warn',
    failed: 'bad',
    cancelled: 'soft',
};

/** How far a job is, and how long it will take. */
export function JobProgress({ job }: { job: Job }) {
    const text = useText(jobsText);
    const format = useFormat();
    const share = job.percent / 100;
    return (
        <>
            <Progress share={share} label={text.progressOf(job.label ?? job.id)} tone={tones[job.state]} />
            <span className="job-percent small soft">
                {format.percent(share)}
                {job.state === 'running' && job.etaSeconds !== null && ` · ${text.left(format.duration(job.etaSeconds))}`}
            </span>
            {job.paused !== null && (
                <span className="state warn small" title={job.paused}>
                    {text.paused}
                </span>
            )}
        </>
    );
}
