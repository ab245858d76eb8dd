import { describe, expect, it } from 'vitest';
import type { LastDecision, Preview } from '../../api/library';
import { consequencesOf, outcomeOf, undoable } from './consequences';
import { thresholdText } from './text';

const limits = { minSharpness: 15, darkBelow: 0.32, brightAbove: 0.95, minContrast: 0.03, minInformation: 1.5, maxDistance: 5 };
const preview: Preview = {
    frames: { sampled: 100, kept: 60, dropped: 40, duplicates: 9 },
    newlyKept: 3,
    newlyDropped: 27,
    videos: { kept: 1, dropped: 9 },
    withoutFile: 0,
    decisions: [],
};
const last: LastDecision = { before: limits, after: { ...limits, minSharpness: 80 }, newlyKept: 1, newlyDropped: 27, restored: 0, missing: 0 };
const en = thresholdText.en;
const zh = thresholdText.zh;

describe('before it applies, the page', () => {
    it('says how many frames of how many videos are dropped and kept', () =>
        expect(consequencesOf(preview, en, String)).toEqual(['Drops 27 frames in 9 videos.', en.filesStay, 'Keeps 3 more frames in 1 video.']));

    it('says so in Chinese', () => expect(consequencesOf(preview, zh, String)).toEqual(['将丢弃 9 个视频中的 27 帧。', zh.filesStay, '将在 1 个视频中多保留 3 帧。']));

    it('says which frames have no file', () =>
        expect(consequencesOf({ ...preview, newlyDropped: 0, withoutFile: 1 }, en, String)).toEqual([
            'Keeps 3 more frames in 1 video.',
            '1 kept frame has no file: it is restored from its video where that is available.',
        ]));

    it('says that no decision changes', () => expect(consequencesOf({ ...preview, newlyDropped: 0, newlyKept: 0 }, en, String)).toEqual([en.nothing]));
});

describe('after it has applied, the page', () => {
    it('says what was done', () => expect(outcomeOf(last, en, String)).toEqual(['27 frames were dropped.', '1 frame was restored.']));

    it('says how many files were restored and how many could not be', () =>
        expect(outcomeOf({ ...last, restored: 2, missing: 1 }, en, String).slice(2)).toEqual([
            '2 files were restored from their videos.',
            '1 kept frame has no file, and no original is available.',
        ]));

    it('offers the limits before, as long as those of the change hold', () => {
        expect(undoable(last, last.after)).toBe(last);
        expect(undoable(last, limits)).toBeNull();
        expect(undoable(null, limits)).toBeNull();
        expect(undoable({ ...last, before: last.after }, last.after)).toBeNull();
    });
});
