import type { Decision, Frame } from '../../api/library';

/** The last frame at or before a moment (a player may stop a little early); the first one before that. Frames are sorted by time. */
export function frameAt(frames: readonly Frame[], ms: number): Frame | undefined {
    let low = 0;
    let high = frames.length;
    while (low < high) {
        const middle = (low + high) >> 1;
        if ((frames[middle]?.timeMs ?? 0) <= ms + 40) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return frames[Math.max(0, low - 1)];
}

/** The frame that lies nearest to a moment. */
export function nearestFrame(frames: readonly Frame[], ms: number): Frame | undefined {
    const before = frameAt(frames, ms);
    const after = before && frames[frames.indexOf(before) + 1];
    return after && before && after.timeMs - ms < Math.abs(ms - before.timeMs) ? after : before;
}

/** The frame so many places after (or before) the one at a moment; the first or last one where there are no more. */
export function stepFrame(frames: readonly Frame[], ms: number, step: number): Frame | undefined {
    const current = frameAt(frames, ms);
    const at = current ? frames.indexOf(current) + step : 0;
    return frames[Math.max(0, Math.min(frames.length - 1, at))];
}

/** What a preview would change: the new decision of each frame that is kept now and would not be, or the other way round. */
export function changesOf(frames: readonly Frame[], preview: readonly Decision[] | undefined): Map<number, Decision> {
    const changes = new Map<number, Decision>();
    const now = new Map(frames.map((frame) => [frame.timeMs, frame.kept]));
    for (const decision of preview ?? []) {
        const kept = now.get(decision.timeMs);
        if (kept !== undefined && kept !== decision.kept) {
            changes.set(decision.timeMs, decision);
        }
    }
    return changes;
}

/** A twin's name, video/timeMs, in its two parts. */
export function splitFrameId(twin: string): { video: string; timeMs: number } {
    const at = twin.lastIndexOf('/');
    return { video: twin.slice(0, at), timeMs: Number(twin.slice(at + 1)) };
}
