import type { Frame, Limits } from '../../api/library';

export type LimitName = keyof Limits;

/** One slider: the limit it moves, its range, and the score that is held against it. */
export interface LimitRange {
    name: LimitName;
    /** The key of the same setting for a job. */
    option: string;
    min: number;
    max: number;
    step: number;
    /** The slider moves along a logarithm, as most values are small. */
    logarithmic: boolean;
    /** Null for the distance of duplicates: it lies between two frames. */
    score: ((frame: Frame) => number) | null;
}

export const limitRanges: readonly LimitRange[] = [
    { name: 'minSharpness', option: 'quality.min-sharpness', min: 0, max: 5000, step: 1, logarithmic: true, score: (frame) => frame.sharpness },
    { name: 'darkBelow', option: 'quality.dark-below', min: 0, max: 1, step: 0.01, logarithmic: false, score: (frame) => frame.dark },
    { name: 'brightAbove', option: 'quality.bright-above', min: 0, max: 1, step: 0.01, logarithmic: false, score: (frame) => frame.bright },
    { name: 'minContrast', option: 'quality.min-contrast', min: 0, max: 0.5, step: 0.005, logarithmic: false, score: (frame) => frame.contrast },
    { name: 'minInformation', option: 'quality.min-information', min: 0, max: 8, step: 0.1, logarithmic: false, score: (frame) => frame.information },
    { name: 'maxDistance', option: 'quality.max-distance', min: 0, max: 16, step: 1, logarithmic: false, score: null },
];

/** How far along the slider a value is, 0 to 1. */
export function shareOf(range: LimitRange, value: number): number {
    const share = range.logarithmic ? Math.log1p(Math.max(0, value)) / Math.log1p(range.max) : (value - range.min) / (range.max - range.min);
    return Math.max(0, Math.min(1, share));
}

/** The value at a place of the slider, rounded as far as a hand can tell. */
export function valueAt(range: LimitRange, share: number): number {
    if (!range.logarithmic) {
        return Number((Math.round((range.min + share * (range.max - range.min)) / range.step) * range.step).toFixed(3));
    }
    const value = Math.expm1(share * Math.log1p(range.max));
    const step = value < 20 ? 0.5 : value < 100 ? 1 : value < 1000 ? 10 : 50;
    return Math.round(value / step) * step;
}

export const sameLimits = (a: Limits, b: Limits): boolean => limitRanges.every(({ name }) => a[name] === b[name]);

/** The options of a decide job: only what differs, so that what was set elsewhere meanwhile stays. */
export function optionsFor(draft: Limits, current: Limits): Record<string, string> {
    return Object.fromEntries(limitRanges.filter(({ name }) => draft[name] !== current[name]).map(({ name, option }) => [option, String(draft[name])]));
}
