import { describe, expect, it } from 'vitest';
import { markPath, ruleOf, ruleOrder } from '../rules';
import { testFrame } from '../testFrame';
import { changePaths, lanesOf, xOf } from './lanes';

describe('the timeline', () => {
    it('has a lane for each decision that occurs, kept first', () => {
        const frames = [testFrame(0, { kept: false, rule: 'too_dark' }), testFrame(1000), testFrame(2000, { kept: false, rule: 'blurred' }), testFrame(3000)];
        expect(lanesOf(frames, 4000, 800).map(({ rule, count }) => [rule, count])).toEqual([
            ['kept', 2],
            ['blurred', 1],
            ['too_dark', 1],
        ]);
    });

    it('puts rules of a newer server into the lane of the others', () => expect(lanesOf([testFrame(0, { kept: false, rule: 'boring' })], 1000, 100)[0]?.rule).toBe('other'));

    it('spans from its beginning to its end, also for frames past the end', () => {
        expect(xOf(0, 4000, 800)).toBe(0);
        expect(xOf(4000, 4000, 800)).toBe(800);
        expect(xOf(5000, 4000, 800)).toBe(800);
        expect(xOf(5, 0, 800)).toBe(0);
    });

    it('draws thin bars where marks would cover each other', () => {
        const many = Array.from({ length: 900 }, (_, index) => testFrame(index * 1000));
        expect(lanesOf(many, 900_000, 800)[0]?.path).toMatch(/v12h/);
        expect(lanesOf(many.slice(0, 20), 20_000, 800)[0]?.path).not.toMatch(/v12h/);
    });

    it('draws columns, as high as their share, where bars would cover each other', () => {
        const many = Array.from({ length: 43_200 }, (_, index) => testFrame(index * 1000, index % 4 === 0 ? { kept: false, rule: 'blurred' } : {}));
        const [kept, blurred] = lanesOf(many, 43_200_000, 800);
        expect(kept?.count).toBe(32_400);
        expect(kept?.path.match(/M/g)).toHaveLength(400);
        expect(kept?.path).toContain('v-9.0');
        expect(blurred?.path).toContain('v-3.0');
    });

    it('draws one arrow where many changes lie on each other', () => {
        const many = Array.from({ length: 43_200 }, (_, index) => [index * 1000, { timeMs: index * 1000, kept: true, rule: null, score: null, threshold: null, twin: null }] as const);
        expect(changePaths(new Map(many), 43_200_000, 800).up.match(/M/g)?.length).toBeLessThan(300);
    });

    it('points up at what would be kept and down at what would be dropped', () => {
        const change = (timeMs: number, kept: boolean) => [timeMs, { timeMs, kept, rule: null, score: null, threshold: null, twin: null }] as const;
        const { up, down } = changePaths(new Map([change(0, true), change(1000, false), change(2000, false)]), 4000, 800);
        expect(up.match(/M/g)).toHaveLength(1);
        expect(down.match(/M/g)).toHaveLength(2);
    });
});

describe('a mark', () => {
    it('has another shape for each decision that has a colour of its own', () => {
        const shapes = ruleOrder.filter((rule) => rule !== 'other' && rule !== 'covered').map((rule) => markPath(rule, 5, 5, 4));
        expect(new Set(shapes).size).toBe(shapes.length);
    });

    it('of a dropped frame without a rule is that of the others', () => expect(ruleOf({ kept: false, rule: null })).toBe('other'));
});
