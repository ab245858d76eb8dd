import { request, withQuery } from './client';

export type JobState = 'queued' | 'running' | 'cancelling' | 'succeeded' | 'partial' | 'failed' | 'cancelled';
export type Priority = 'low' | 'normal' | 'high';
export type ItemState = 'waiting' | 'running' | 'done' | 'skipped' | 'failed';

export const jobStates: readonly JobState[] = ['queued', 'running', 'cancelling', 'succeeded', 'partial', 'failed', 'cancelled'];
export const itemStates: readonly ItemState[] = ['waiting', 'running', 'done', 'skipped', 'failed'];
export const priorities: readonly Priority[] = ['low', 'normal', 'high'];

export interface Stage {
    name: string;
    workers: number;
    /** Shares of its workers' last seconds, 0 to 1. */
    busy: number;
    starved: number;
    blocked: number;
    queued: number;
    queueBound: number;
    in: number;
    out: number;
    dropped: number;
    failed: number;
    retried: number;
    /** Values a second. */
    rate: number;
}

export interface Bottleneck {
    stage: string;
    busyShare: number;
    advice: string;
}

export interface Attempt {
    number: number;
    startedMs: number;
    endedMs: number | null;
    outcome: 'running' | 'succeeded' | 'partial' | 'failed' | 'cancelled' | 'interrupted';
}

export interface ItemCounts {
    total: number;
    waiting: number;
    running: number;
    done: number;
    skipped: number;
    failed: number;
}

export interface FrameCounts {
    sampled: number;
    kept: number;
    dropped: number;
}

export interface Job {
    id: string;
    pipeline: string;
    state: JobState;
    priority: Priority;
    label: string | null;
    options: Record<string, string>;
    /** 0 to 100. */
    percent: number;
    /** Seconds of video a second; null when not known. */
    speed: number | null;
    etaSeconds: number | null;
    items: ItemCounts;
    attempt: number;
    createdMs: number;
    startedMs: number | null;
    endedMs: number | null;
    error: { code: string; message: string } | null;
    /** Why it waits although it runs; null when it does not wait. */
    paused: string | null;
    frames: FrameCounts | null;
    /** In the detail and in live events only, as are the two below. */
    stages?: Stage[] | null;
    bottleneck?: Bottleneck | null;
    attempts?: Attempt[] | null;
}

export interface JobItem {
    sequence: number;
    source: string;
    state: ItemState;
    attempts: number;
    percent: number | null;
    video: string | null;
    note: string | null;
    error: { code: string; message: string; retryable: boolean; stderr: string | null } | null;
}

export interface ErrorGroup {
    code: string;
    count: number;
    retryable: boolean;
    message: string;
    sequences: number[];
}

export interface JobFilter {
    state: string;
    pipeline: string;
    label: string;
    text: string;
}

export interface JobPage {
    jobs: Job[];
    next: string | null;
}

export interface ItemPage {
    items: JobItem[];
    next: string | null;
}

/** What a request on several jobs did, and what it refused and why. */
export interface BulkOutcome {
    done: string[];
    refused: { id: string; code: string; detail: string }[];
}

/** Nothing of it changes any more. */
export const isTerminal = (state: JobState): boolean => !['queued', 'running', 'cancelling'].includes(state);

export const canRetry = (job: Job): boolean => isTerminal(job.state) && (job.items.failed > 0 || job.state === 'failed');

export const canCancel = (job: Job): boolean => job.state === 'queued' || job.state === 'running';

const at = (id: string, rest = ''): string => `/v1/jobs/${encodeURIComponent(id)}${rest}`;

export const listJobs = (filter: Partial<JobFilter>, cursor: string | null, signal: AbortSignal, limit = 50): Promise<JobPage> =>
    request(withQuery('/v1/jobs', { ...filter, limit, cursor }), { signal });

export const getJob = (id: string, signal?: AbortSignal): Promise<Job> => request(at(id), { ...(signal && { signal }) });

export const listItems = (id: string, state: string, cursor: string | null, signal: AbortSignal): Promise<ItemPage> =>
    request(withQuery(at(id, '/items'), { state, limit: 100, cursor }), { signal });

export const listErrors = (id: string, signal: AbortSignal): Promise<{ groups: ErrorGroup[] }> => request(at(id, '/errors'), { signal });

export const cancelJob = (id: string): Promise<Job> => request(at(id, '/cancel'), { method: 'POST' });

/** Does again what failed; with codes, only what failed with one of them. */
export const retryJob = (id: string, codes?: string[]): Promise<Job> => request(at(id, '/retry'), { method: 'POST', ...(codes && { body: { codes } }) });

/** Forgets a job; with its results, also what it alone has brought into the library. */
export const deleteJob = (id: string, results: boolean): Promise<void> => request(`${at(id)}${results ? '?results=true' : ''}`, { method: 'DELETE' });

export const cancelJobs = (jobs: string[]): Promise<BulkOutcome> => inBulk('/v1/jobs/cancel', jobs);

export const retryJobs = (jobs: string[]): Promise<BulkOutcome> => inBulk('/v1/jobs/retry', jobs);

/** How many jobs one request may name. */
const mostInRequest = 1000;

async function inBulk(path: string, jobs: string[]): Promise<BulkOutcome> {
    const outcome: BulkOutcome = { done: [], refused: [] };
    for (let from = 0; from < jobs.length; from += mostInRequest) {
        const part = await request<BulkOutcome>(path, { method: 'POST', body: { jobs: jobs.slice(from, from + mostInRequest) } });
        outcome.done.push(...part.done);
        outcome.refused.push(...part.refused);
    }
    return outcome;
}

export const resultsPath = (id: string): string => at(id, '/results');

export const jobEventsPath = (id: string): string => at(id, '/events');
