import type { Job } from '../api/jobs';

/** A job for tests, running, with what matters to the test. */
export const testJob = (id: string, change: Partial<Job> = {}): Job => ({
    id,
    pipeline: 'mine',
    state: 'running',
    priority: 'normal',
    label: null,
    options: {},
    percent: 10,
    speed: null,
    etaSeconds: null,
    items: { total: 10, waiting: 9, running: 0, done: 1, skipped: 0, failed: 0 },
    attempt: 1,
    createdMs: 0,
    startedMs: 0,
    endedMs: null,
    error: null,
    paused: null,
    frames: null,
    ...change,
});
