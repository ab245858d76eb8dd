import type { Decision, Frame } from '../../api/library';
import { knownRule, markPath, ruleOf, ruleOrder, type RuleName } from '../rules';

/** The frames with one decision, drawn as one path. */
export interface Lane {
    rule: RuleName;
    count: number;
    path: string;
}

export const laneHeight = 18;

/** Arrows that are nearer to each other than that are one. */
const arrowStep = 3;

/** Where a moment is, in a drawing of that width. */
export const xOf = (ms: number, durationMs: number, width: number): number => (durationMs > 0 ? Math.min(1, ms / durationMs) * width : 0);

/** Frames that are nearer to each other than that, in pixels, share columns. */
const crowded = 0.5;
const columnWidth = 2;

/** One lane for each decision that occurs; marks become thin bars where they would cover each other, and columns where bars would. */
export function lanesOf(frames: readonly Frame[], durationMs: number, width: number): Lane[] {
    const byRule = new Map<RuleName, Frame[]>();
    for (const frame of frames) {
        const rule = knownRule(ruleOf(frame));
        const own = byRule.get(rule);
        if (own) {
            own.push(frame);
        } else {
            byRule.set(rule, [frame]);
        }
    }
    const spacing = width / Math.max(1, frames.length);
    const all = spacing < crowded ? countColumns(frames, durationMs, width) : null;
    return ruleOrder.flatMap((rule) => {
        const own = byRule.get(rule);
        return own ? [{ rule, count: own.length, path: all ? columns(own, all, durationMs, width) : marks(own, rule, durationMs, width, spacing) }] : [];
    });
}

/** The frames that would become kept, and those that would be dropped: arrows up and down. */
export function changePaths(changes: ReadonlyMap<number, Decision>, durationMs: number, width: number): { up: string; down: string } {
    const arrows = (kept: boolean): string => {
        const places = new Set<number>();
        for (const change of changes.values()) {
            if (change.kept === kept) {
                places.add(Math.round(xOf(change.timeMs, durationMs, width) / arrowStep) * arrowStep);
            }
        }
        return [...places].map((x) => markPath(kept ? 'too_bright' : 'too_dark', x, laneHeight / 2, 4.5)).join('');
    };
    return { up: arrows(true), down: arrows(false) };
}

/** How many of the frames lie in each column of the drawing. */
function countColumns(frames: readonly Frame[], durationMs: number, width: number): Uint32Array {
    const counts = new Uint32Array(Math.floor(width / columnWidth) + 1);
    for (const { timeMs } of frames) {
        const at = Math.floor(xOf(timeMs, durationMs, width) / columnWidth);
        counts[at] = (counts[at] ?? 0) + 1;
    }
    return counts;
}

/** Each column is as high as the share that the lane has of the column's frames. */
function columns(own: readonly Frame[], all: Uint32Array, durationMs: number, width: number): string {
    const most = laneHeight - 6;
    const bars: string[] = [];
    countColumns(own, durationMs, width).forEach((count, at) => {
        if (count > 0) {
            const height = Math.max(2, (most * count) / (all[at] ?? count)).toFixed(1);
            bars.push(`M${at * columnWidth} ${laneHeight - 3}h${columnWidth}v-${height}h-${columnWidth}z`);
        }
    });
    return bars.join('');
}

function marks(frames: readonly Frame[], rule: RuleName, durationMs: number, width: number, spacing: number): string {
    const middle = laneHeight / 2;
    const thin = Math.max(1, spacing * 0.8).toFixed(1);
    return frames
        .map(({ timeMs }) => {
            const x = Math.round(xOf(timeMs, durationMs, width) * 10) / 10;
            return spacing < 7 ? `M${x} 3h${thin}v${laneHeight - 6}h-${thin}z` : markPath(rule, x, middle, Math.min(4.2, spacing * 0.45));
        })
        .join('');
}
