import type { Frame } from '../../api/library';
import { shareOf, type LimitRange } from './limits';

/** Counts frames by where their score lies along the slider; what is beyond its ends counts at them. */
export function binScores(frames: readonly Frame[], score: (frame: Frame) => number, range: LimitRange, bins: number): { kept: number; dropped: number }[] {
    const counts = Array.from({ length: bins }, () => ({ kept: 0, dropped: 0 }));
    for (const frame of frames) {
        const bin = counts[Math.min(bins - 1, Math.floor(shareOf(range, score(frame)) * bins))];
        if (bin) {
            bin[frame.kept ? 'kept' : 'dropped']++;
        }
    }
    return counts;
}
