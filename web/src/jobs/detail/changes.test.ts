import { describe, expect, it } from 'vitest';
import type { ItemState, JobItem } from '../../api/jobs';
import { applyChanges } from './changes';

const item = (sequence: number, state: ItemState): JobItem => ({ sequence, source: `${sequence}.mp4`, state, attempts: 1, percent: null, video: null, note: null, error: null });
const changes = (...items: JobItem[]): Map<number, JobItem> => new Map(items.map((one) => [one.sequence, one]));
const shown = (items: JobItem[]): string => items.map((one) => `${one.sequence}${one.state[0]}`).join(' ');

describe('the items of a job', () => {
    it('are brought up to date where they stand', () => expect(shown(applyChanges([item(1, 'waiting'), item(2, 'waiting')], changes(item(1, 'running')), ''))).toBe('1r 2w'));

    it('of pages that are not loaded stay away', () => expect(shown(applyChanges([item(1, 'waiting')], changes(item(300, 'running')), ''))).toBe('1w'));

    it('leave a filter when their state changes, and come into it in order', () =>
        expect(shown(applyChanges([item(2, 'failed'), item(9, 'failed')], changes(item(2, 'done'), item(5, 'failed')), 'failed'))).toBe('5f 9f'));

    it('stay as they are when nothing has happened', () => expect(shown(applyChanges([item(3, 'done')], new Map(), 'done'))).toBe('3d'));
});
