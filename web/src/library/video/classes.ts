import type { Frame } from '../../api/library';

/** The classes that were detected anywhere in a video, the most frequent first. */
export function classesOf(frames: readonly Frame[]): { name: string; count: number }[] {
    const counts = new Map<string, number>();
    for (const found of frames.flatMap((frame) => frame.detections ?? [])) {
        counts.set(found.class, (counts.get(found.class) ?? 0) + 1);
    }
    return [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count || a.name.localeCompare(b.name));
}

/** Light enough to be seen on any image, with dark text on them; neighbours differ most. */
const palette = ['#ffb454', '#6fd3ff', '#8ce99a', '#ff8fab', '#d0a8ff', '#ffe066', '#5eead4', '#f4a3f5'];

/** A colour for each class of a video; the frequent ones have one of their own. */
export const colorsOf = (frames: readonly Frame[]): ReadonlyMap<string, string> =>
    new Map(classesOf(frames).map(({ name }, index) => [name, palette[index % palette.length] ?? '#ffffff']));
