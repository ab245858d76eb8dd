import { describe, expect, it } from 'vitest';
import { gridOf, scrollTo, windowOf } from './window';

describe('the part of a grid that is in view', () => {
    it('has a bounded number of cells, however many there are', () => {
        const seen = windowOf(43_200, 7, 90, 300_000, 540);
        expect(seen.last - seen.first).toBeLessThan(120);
        expect(seen.first % 7).toBe(0);
        expect(seen.top).toBe((seen.first / 7) * 90);
        expect(seen.top).toBeLessThan(300_000);
        expect(seen.height).toBe(Math.ceil(43_200 / 7) * 90);
    });

    it('is all of a short one', () => expect(windowOf(20, 7, 90, 0, 540)).toEqual({ first: 0, last: 20, top: 0, height: 270 }));

    it('ends with the last cell', () => expect(windowOf(100, 7, 90, 99_999, 540).last).toBe(100));

    it('is nothing of nothing', () => expect(windowOf(0, 7, 90, 0, 540)).toEqual({ first: 0, last: 0, top: 0, height: 0 }));
});

describe('the grid', () => {
    it('has as many columns as fit, and three on a phone', () => {
        expect(gridOf(900, 16).columns).toBe(7);
        expect(gridOf(328, 16).columns).toBe(3);
    });

    it('has rows for an image and a line', () => expect(gridOf(900, 16).rowHeight).toBeCloseTo(((900 - 6 * 6) / 7) * (9 / 16) + 19.2 + 8));
});

describe('scrolling to a cell', () => {
    it('moves nothing where it is in view', () => expect(scrollTo(8, 7, 90, 45, 540)).toBe(45));

    it('puts it into the middle otherwise', () => expect(scrollTo(7000, 7, 90, 0, 540)).toBe(90_000 - 225));

    it('does not go above the first row', () => expect(scrollTo(0, 7, 90, 800, 540)).toBe(0));
});
