import type { Frame } from '../../api/library';

/** The classes that were detected anywhere in a video, the most frequent first. */
export function classesOf(frames: readonly Frame[]): { name: string; count: number }[] {
    const counts = new Map<string, number>();
    for (const found of frames.flatMap((frame) => frame.detections ?? [])) {
        counts.set(found.class, (counts.get(found.class) ?? 0) + 1);
    }
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** A colour for a class, always the same one: light enough to be seen on any picture, with dark text on it. */
export function classColor(name: string): string {
    let hash = 0;
    for (const letter of name) {
        hash = (hash * 31 + (letter.codePointAt(0) ?? 0)) % 360;
    }
    return `hsl(${(hash * 137) % 360} 85% 68%)`;
}
