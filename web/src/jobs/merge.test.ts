import { describe, expect, it } from 'vitest';
import { canCancel, canRetry, type JobState } from '../api/jobs';
import { liveKey, mergeJobs } from './merge';
import { testJob } from './testJob';

describe('a list of jobs', () => {
    it('has those that run as the live event has them', () => {
        const merged = mergeJobs([[testJob('b'), testJob('a')]], [testJob('a', { percent: 70 })]);
        expect(merged.map((job) => [job.id, job.percent])).toEqual([
            ['b', 10],
            ['a', 70],
        ]);
    });

    it('has a job once that moved from one page to the next', () =>
        expect(mergeJobs([[testJob('c'), testJob('b')], [testJob('b'), testJob('a')]], []).map((job) => job.id)).toEqual(['c', 'b', 'a']));

    it('does not take in live jobs that the filter left out', () => expect(mergeJobs([[testJob('a')]], [testJob('z')])).toHaveLength(1));

    it('is asked for again when a job begins, ends or queues, not when one advances', () => {
        const key = liveKey([testJob('a'), testJob('b')], 1);
        expect(liveKey([testJob('b', { percent: 99 }), testJob('a')], 1)).toBe(key);
        expect(liveKey([testJob('a')], 1)).not.toBe(key);
        expect(liveKey([testJob('a'), testJob('b', { state: 'cancelling' })], 1)).not.toBe(key);
        expect(liveKey([testJob('a'), testJob('b')], 0)).not.toBe(key);
    });
});

describe('a job', () => {
    const failed = { total: 2, waiting: 0, running: 0, done: 1, skipped: 0, failed: 1 };

    it('can be cancelled until it ends or is being cancelled', () => {
        const can = (state: JobState): boolean => canCancel(testJob('a', { state }));
        expect([can('queued'), can('running'), can('cancelling'), can('succeeded'), can('cancelled')]).toEqual([true, true, false, false, false]);
    });

    it('can be retried when it has ended and something failed', () => {
        expect(canRetry(testJob('a', { state: 'partial', items: failed }))).toBe(true);
        expect(canRetry(testJob('a', { state: 'running', items: failed }))).toBe(false);
        expect(canRetry(testJob('a', { state: 'succeeded' }))).toBe(false);
    });
});
