import type { Job } from '../api/jobs';

/** Puts pages of a list together: newest first, each job once, and those that run as the live event has them. */
export function mergeJobs(pages: readonly (readonly Job[])[], live: readonly Job[]): Job[] {
    const now = new Map(live.map((job) => [job.id, job]));
    const seen = new Map<string, Job>();
    for (const job of pages.flat()) {
        if (!seen.has(job.id)) {
            seen.set(job.id, now.get(job.id) ?? job);
        }
    }
    return [...seen.values()];
}

/** Changes when a job begins, ends or joins the queue: the moments at which a list has to be asked for again. */
export const liveKey = (live: readonly Job[], queued: number): string =>
    `${queued}:${live
        .map((job) => `${job.id}/${job.state}`)
        .sort()
        .join()}`;
