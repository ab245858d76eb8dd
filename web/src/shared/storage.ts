/** What the user chose before; null where nothing was, or where the browser lets the page keep nothing, as it may for a file. */
export function remembered(key: string): string | null {
    try {
        return localStorage.getItem(key);
    } catch {
        return null;
    }
}

/** Keeps what the user chose, where the browser lets it: for this view it holds either way. */
export function remember(key: string, value: string): void {
    try {
        localStorage.setItem(key, value);
    } catch {
        // Nothing is lost but the choice at the next visit.
    }
}
