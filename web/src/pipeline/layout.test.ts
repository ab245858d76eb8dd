import { describe, expect, it } from 'vitest';
import { layOut, type Box } from './layout';

const apart = (a: Box, b: Box): boolean => a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;

describe('a pipeline', () => {
    it('stands in one row where there is room', () => {
        const { placements, column } = layOut(8, 1100);
        expect(column).toBe(false);
        expect(new Set(placements.map(({ node }) => node.y)).size).toBe(1);
    });

    it('wraps into rows of about the same length', () => {
        const { placements, column } = layOut(8, 700);
        expect(column).toBe(false);
        const rows = [...new Set(placements.map(({ node }) => node.y))];
        expect(rows.map((y) => placements.filter(({ node }) => node.y === y).length)).toEqual([4, 4]);
    });

    it('stands in a column on a phone', () => {
        const { placements, column } = layOut(8, 330);
        expect(column).toBe(true);
        expect(new Set(placements.map(({ node }) => node.x)).size).toBe(1);
    });

    it('stays inside of its drawing, with nothing over anything else', () => {
        for (let stages = 1; stages <= 9; stages++) {
            for (let width = 280; width <= 1400; width += 35) {
                const { placements, height } = layOut(stages, width);
                const boxes = placements.flatMap(({ node, queue }) => [node, queue]);
                for (const [index, box] of boxes.entries()) {
                    expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width + 0.5 && box.y + box.height <= height).toBe(true);
                    expect(box.width).toBeGreaterThan(8);
                    expect(boxes.slice(index + 1).every((other) => apart(box, other))).toBe(true);
                }
            }
        }
    });

    it('without stages is an empty drawing', () => expect(layOut(0, 500).placements).toEqual([]));
});
