import type { Decision, Frame } from '../../api/library';
import { knownRule, markPath, ruleOf, ruleOrder, type RuleName } from '../rules';

/** The frames with one decision, drawn as one path. */
export interface Lane {
    rule: RuleName;
    count: number;
    path: string;
}

export const laneHeight = 18;

/** Where a moment is, in a drawing of that width. */
export const xOf = (ms: number, durationMs: number, width: number): number => (durationMs > 0 ? Math.min(1, ms / durationMs) * width : 0);

/** One lane for each decision that occurs; marks become thin bars where they would cover each other. */
export function lanesOf(frames: readonly Frame[], durationMs: number, width: number): Lane[] {
    const byRule = new Map<RuleName, Frame[]>();
    for (const frame of frames) {
        const rule = knownRule(ruleOf(frame));
        byRule.set(rule, [...(byRule.get(rule) ?? []), frame]);
    }
    const spacing = width / Math.max(1, frames.length);
    return ruleOrder.flatMap((rule) => {
        const own = byRule.get(rule);
        return own ? [{ rule, count: own.length, path: marks(own, rule, durationMs, width, spacing) }] : [];
    });
}

/** The frames that would become kept, and those that would be dropped: arrows up and down. */
export function changePaths(changes: ReadonlyMap<number, Decision>, durationMs: number, width: number): { up: string; down: string } {
    const arrows = (kept: boolean): string =>
        [...changes.values()]
            .filter((change) => change.kept === kept)
            .map((change) => markPath(kept ? 'too_bright' : 'too_dark', xOf(change.timeMs, durationMs, width), laneHeight / 2, 4.5))
            .join('');
    return { up: arrows(true), down: arrows(false) };
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
