import { describe, expect, it } from 'vitest';
import { testFrame } from '../testFrame';
import { binScores } from './bins';
import { limitRanges, optionsFor, sameLimits, shareOf, valueAt, type LimitRange } from './limits';

const defaults = { minSharpness: 15, darkBelow: 0.32, brightAbove: 0.95, minContrast: 0.03, minInformation: 1.5, maxDistance: 5 };
const range = (name: LimitRange['name']): LimitRange => limitRanges.find((one) => one.name === name)!;

describe('a slider', () => {
    it('goes from its least to its largest value', () => {
        for (const one of limitRanges) {
            expect(valueAt(one, 0)).toBe(one.min);
            expect(valueAt(one, 1)).toBe(one.max);
        }
    });

    it('never goes back as it is moved on', () => {
        for (const one of limitRanges) {
            const values = Array.from({ length: 501 }, (_, place) => valueAt(one, place / 500));
            expect(values.every((value, index) => index === 0 || value >= (values[index - 1] ?? 0))).toBe(true);
        }
    });

    it('stands where its value is', () => {
        for (const one of limitRanges) {
            const value = defaults[one.name];
            expect(Math.abs(valueAt(one, shareOf(one, value)) - value)).toBeLessThanOrEqual(one.logarithmic ? 0.5 : 1e-9);
        }
    });

    it('gives small sharpness more room than large', () => expect(shareOf(range('minSharpness'), 100)).toBeGreaterThan(0.5));

    it('stays at its end for a value beyond it', () => expect(shareOf(range('minSharpness'), 1e6)).toBe(1));
});

describe('limits', () => {
    it('are the same when all six are', () => {
        expect(sameLimits(defaults, { ...defaults })).toBe(true);
        expect(sameLimits(defaults, { ...defaults, maxDistance: 6 })).toBe(false);
    });

    it('become options of a job where they differ', () =>
        expect(optionsFor({ ...defaults, minSharpness: 80, minContrast: 0.05 }, defaults)).toEqual({ 'quality.min-sharpness': '80', 'quality.min-contrast': '0.05' }));
});

describe('a histogram', () => {
    it('counts every frame once, kept and dropped apart, those beyond the ends at the ends', () => {
        const frames = [testFrame(0, { dark: 0 }), testFrame(1, { dark: 1, kept: false }), testFrame(2, { dark: 1.2 }), testFrame(3, { dark: 0.49 })];
        const bins = binScores(frames, (frame) => frame.dark, range('darkBelow'), 10);
        expect(bins[0]).toEqual({ kept: 1, dropped: 0 });
        expect(bins[4]).toEqual({ kept: 1, dropped: 0 });
        expect(bins[9]).toEqual({ kept: 1, dropped: 1 });
    });
});
