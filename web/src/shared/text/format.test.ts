import { describe, expect, it } from 'vitest';
import { clock, createFormat, durationParts } from './format';

const en = createFormat('en-GB', 'en');
const zh = createFormat('zh-CN', 'zh');

describe('durations', () => {
    it('have their two largest units', () => {
        expect(durationParts(3 * 3600 + 25 * 60 + 7)).toEqual([
            [3, 'hour', 0],
            [25, 'minute', 0],
        ]);
    });

    it('leave out a second unit of zero', () => expect(durationParts(7200)).toEqual([[2, 'hour', 0]]));

    it('have tenths below ten seconds', () => expect(durationParts(3.14)).toEqual([[3.1, 'second', 1]]));

    it('say zero', () => expect(en.duration(0)).toBe('0s'));

    it('are written in the language that is chosen', () => {
        expect(en.duration(75)).toBe('1m 15s');
        expect(zh.duration(75)).toMatch(/1.*分.*15.*秒/);
    });

    it('round up into the next unit', () => expect(durationParts(59.7)).toEqual([[1, 'minute', 0]]));
});

describe('moments of a video', () => {
    it('show tenths only where there are some', () => {
        expect(clock(65_000)).toBe('1:05');
        expect(clock(65_249)).toBe('1:05.2');
    });

    it('show hours where there are some', () => expect(clock(3_600_000 + 61_000)).toBe('1:01:01'));

    it('round to the next second', () => expect(clock(59_960)).toBe('1:00'));
});

describe('sizes and rates', () => {
    it('use the unit that fits', () => {
        expect(en.bytes(0)).toMatch(/^0 byte/);
        expect(en.bytes(734_003)).toBe('734 kB');
        expect(en.bytes(2_147_483_648)).toBe('2.1 GB');
    });

    it('show more digits the smaller the rate is', () => {
        expect(en.rate(0.456)).toBe('0.46');
        expect(en.rate(45.67)).toBe('45.7');
        expect(en.rate(456.7)).toBe('457');
    });
});

describe('times relative to now', () => {
    it('use the unit that fits', () => {
        expect(en.ago(0, 90_000)).toMatch(/min/);
        expect(en.ago(0, 3 * 3_600_000)).toMatch(/hr|hour/);
        expect(en.ago(0, 86_400_000)).toBe('yesterday');
    });
});
