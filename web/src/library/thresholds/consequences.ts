import type { LastDecision, Limits, Preview } from '../../api/library';
import { sameLimits } from './limits';

/** A number as it is, to choose between one and many, and as the language writes it. */
export interface Count {
    value: number;
    shown: string;
}

interface Words {
    drops: (frames: Count, videos: Count) => string;
    keeps: (frames: Count, videos: Count) => string;
    nothing: string;
    withoutFile: (frames: Count) => string;
    filesStay: string;
    dropped: (frames: Count) => string;
    kept: (frames: Count) => string;
    restored: (frames: Count) => string;
    missing: (frames: Count) => string;
}

type Show = (value: number) => string;

/** What applying would do, a sentence each. */
export function consequencesOf(preview: Preview, text: Words, show: Show): string[] {
    const count = (value: number): Count => ({ value, shown: show(value) });
    const sentences: string[] = [];
    if (preview.newlyDropped > 0) {
        sentences.push(text.drops(count(preview.newlyDropped), count(preview.videos.dropped)), text.filesStay);
    }
    if (preview.newlyKept > 0) {
        sentences.push(text.keeps(count(preview.newlyKept), count(preview.videos.kept)));
    }
    if (sentences.length === 0) {
        sentences.push(text.nothing);
    }
    if (preview.withoutFile > 0) {
        sentences.push(text.withoutFile(count(preview.withoutFile)));
    }
    return sentences;
}

/** What the last change did, a sentence each. */
export function outcomeOf(last: LastDecision, text: Words, show: Show): string[] {
    const count = (value: number): Count => ({ value, shown: show(value) });
    const sentences = [text.dropped(count(last.newlyDropped)), text.kept(count(last.newlyKept))];
    if (last.restored > 0) {
        sentences.push(text.restored(count(last.restored)));
    }
    if (last.missing > 0) {
        sentences.push(text.missing(count(last.missing)));
    }
    return sentences;
}

/** The change that can be undone: the last one, as long as its limits hold; a change of rules is none of limits. */
export const undoable = (last: LastDecision | null, current: Limits): LastDecision | null => (last !== null && sameLimits(last.after, current) && !sameLimits(last.before, last.after) ? last : null);
