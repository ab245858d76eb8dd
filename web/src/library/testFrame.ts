import type { Frame } from '../api/library';

/** A kept frame for tests, with what matters to the test. */
export const testFrame = (timeMs: number, change: Partial<Frame> = {}): Frame => ({
    timeMs,
    kept: true,
    rule: null,
    score: null,
    threshold: null,
    twin: null,
    image: null,
    width: 1280,
    height: 720,
    sharpness: 100,
    dark: 0.8,
    bright: 0.1,
    mean: 0.5,
    contrast: 0.2,
    information: 7,
    motion: null,
    detections: null,
    values: null,
    ...change,
});
