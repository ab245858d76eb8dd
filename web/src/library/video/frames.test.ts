import { describe, expect, it } from 'vitest';
import { testFrame } from '../testFrame';
import { classesOf, colorsOf } from './classes';
import { changesOf, frameAt, nearestFrame, splitFrameId, stepFrame } from './frames';

const frames = [0, 1001, 2002, 3003].map((timeMs) => testFrame(timeMs));
const decision = (timeMs: number, kept: boolean) => ({ timeMs, kept, rule: kept ? null : 'blurred', score: 1, threshold: 2, twin: null });

describe('the frame at a moment', () => {
    it('is the last one before it', () => {
        expect(frameAt(frames, 1500)?.timeMs).toBe(1001);
        expect(frameAt(frames, 99_999)?.timeMs).toBe(3003);
    });

    it('is the one that a player meant that stopped a little early', () => expect(frameAt(frames, 990)?.timeMs).toBe(1001));

    it('is the first one before all', () => expect(frameAt([testFrame(500)], 0)?.timeMs).toBe(500));

    it('is none where there are none', () => expect(frameAt([], 0)).toBeUndefined());

    it('may be the next one when that is nearer', () => {
        expect(nearestFrame(frames, 1900)?.timeMs).toBe(2002);
        expect(nearestFrame(frames, 1200)?.timeMs).toBe(1001);
    });
});

describe('stepping', () => {
    it('goes to the neighbours and stops at the ends', () => {
        expect(stepFrame(frames, 1001, 1)?.timeMs).toBe(2002);
        expect(stepFrame(frames, 1001, -1)?.timeMs).toBe(0);
        expect(stepFrame(frames, 0, -1)?.timeMs).toBe(0);
        expect(stepFrame(frames, 0, Infinity)?.timeMs).toBe(3003);
        expect(stepFrame(frames, 3003, -Infinity)?.timeMs).toBe(0);
    });
});

describe('a preview', () => {
    it('changes the frames whose decision differs', () => {
        const changes = changesOf(frames, [decision(0, true), decision(1001, false), decision(7000, false)]);
        expect([...changes.keys()]).toEqual([1001]);
    });

    it('that has not come changes nothing', () => expect(changesOf(frames, undefined).size).toBe(0));
});

describe('a twin', () => {
    it('is named by video and time', () => expect(splitFrameId('6a80/8000')).toEqual({ video: '6a80', timeMs: 8000 }));
});

describe('detected classes', () => {
    const box = (name: string) => ({ class: name, score: 1, x: 0, y: 0, width: 1, height: 1 });
    const seen = [testFrame(0, { detections: [box('dog'), box('person')] }), testFrame(1, { detections: [box('person')] }), testFrame(2)];

    it('are counted, the most frequent first', () =>
        expect(classesOf(seen)).toEqual([
            { name: 'person', count: 2 },
            { name: 'dog', count: 1 },
        ]));

    it('have different colours', () => expect(new Set(colorsOf(seen).values()).size).toBe(2));
});
