/** What a text with one URL a line holds. */
export interface TypedInputs {
    urls: string[];
    /** Lines that are no URL that the server can fetch, numbered from 1. */
    bad: { line: number; text: string }[];
}

/** Blank lines and lines that begin with # say nothing, as in a list for the command line. Each URL counts once. */
export function parseInputs(text: string): TypedInputs {
    const urls = new Set<string>();
    const bad: TypedInputs['bad'] = [];
    for (const [index, raw] of text.split(/\r?\n/).entries()) {
        const line = raw.trim();
        if (line === '' || line.startsWith('#')) {
            continue;
        }
        if (isWebUrl(line)) {
            urls.add(line);
        } else {
            bad.push({ line: index + 1, text: line });
        }
    }
    return { urls: [...urls], bad };
}

function isWebUrl(text: string): boolean {
    try {
        return ['http:', 'https:'].includes(new URL(text).protocol);
    } catch {
        return false;
    }
}
