import { describe, expect, it } from 'vitest';
import { areaPath, columnCount, columnsOf, mean, stacked } from './columns';
import type { TimelinePoint } from './data';

const point = (seconds: number, busy: number): TimelinePoint => ({ seconds, done: 0, busy: [busy], starved: [0], blocked: [0], queue: [0] });
const busyOf = (...points: TimelinePoint[]): number[] => columnsOf({ stages: ['score'], points }, ({ busy }) => busy[0] ?? 0);

describe('columns of a timeline', () => {
    it('hold a value from the point before to its own', () => {
        const columns = busyOf(point(1, 1), point(4, 0));
        expect(columns).toHaveLength(columnCount);
        expect(columns.slice(0, columnCount / 4).every((value) => value === 1)).toBe(true);
        expect(columns.slice(columnCount / 4).every((value) => value === 0)).toBe(true);
        expect(mean(columns)).toBeCloseTo(0.25);
    });

    it('are means where several points share one', () => {
        const points = Array.from({ length: columnCount * 4 }, (_, index) => point(index + 1, index % 2));
        expect(busyOf(...points).every((value) => Math.abs(value - 0.5) < 1e-9)).toBe(true);
    });

    it('are empty for a run without an end', () => expect(mean(busyOf(point(0, 1)))).toBe(0));
});

describe('an area', () => {
    it('is drawn in steps as high as its shares', () => expect(areaPath([0.5, 0.5, 1])).toBe('M0 100H0V50H2V0H3V100z'));

    it('stands on the one below', () => expect(stacked([0.25, 0.5], [0.5, 0.25])).toEqual([0.75, 0.75]));
});
