// Decides on frames from their scores, by the rules that docs/guide/mine.md lists.
export const defaultLimits = { minSharpness: 15, darkBelow: 0.32, brightAbove: 0.95, minContrast: 0.03, minInformation: 1.5, maxDistance: 5 };

const verdict = (rule, score, threshold, twin = null) => ({ kept: false, rule, score, threshold, twin });
const pass = { kept: true, rule: null, score: null, threshold: null, twin: null };

function judge(frame, limits) {
    if (frame.dark < limits.darkBelow) {
        return verdict('too_dark', frame.dark, limits.darkBelow);
    }
    if (frame.bright > limits.brightAbove) {
        return verdict('too_bright', frame.bright, limits.brightAbove);
    }
    if (frame.contrast < limits.minContrast) {
        return verdict('flat', frame.contrast, limits.minContrast);
    }
    if (frame.information < limits.minInformation) {
        return verdict('flat', frame.information, limits.minInformation);
    }
    return frame.sharpness < limits.minSharpness ? verdict('blurred', frame.sharpness, limits.minSharpness) : null;
}

const ones = (value) => {
    const pairs = value - ((value >>> 1) & 0x55555555);
    const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
    return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
};

export const distance = (a, b) => ones(a.high ^ b.high) + ones(a.low ^ b.low);

/** How many kept frames back a frame of a video is compared with, and how many frames a video may have to be compared with others. */
const [lookBack, mostCompared] = [32, 2000];

/** @returns {Map<object, object>} the decision on each frame of all videos. */
export function decide(videos, limits) {
    const decisions = new Map();
    const kept = [];
    for (const video of videos) {
        const own = [];
        const isLong = video.frames.length > mostCompared;
        for (const frame of video.frames) {
            const found = judge(frame, limits) ?? duplicate(frame, own.slice(-lookBack), 'duplicate_in_video', limits) ?? duplicate(frame, isLong ? [] : kept, 'duplicate_across_videos', limits);
            decisions.set(frame, { timeMs: frame.timeMs, ...(found ?? pass) });
            if (found === null) {
                own.push(frame);
            }
        }
        if (!isLong) {
            kept.push(...own);
        }
    }
    return decisions;
}

function duplicate(frame, others, rule, limits) {
    for (const other of others) {
        const apart = distance(frame, other);
        if (apart <= limits.maxDistance) {
            return verdict(rule, apart, limits.maxDistance, `${other.video}/${other.timeMs}`);
        }
    }
    return null;
}

export function countFrames(decisions) {
    const all = [...decisions.values()];
    const kept = all.filter((one) => one.kept).length;
    return { sampled: all.length, kept, dropped: all.length - kept, duplicates: all.filter((one) => one.rule?.startsWith('duplicate')).length };
}
