import { navigate } from '../shared/router';

const places: Record<string, string> = { n: '/', j: '/jobs', l: '/library', s: '/search' };

/**
 * Listens for the page's single-key shortcuts, except while the user types, holds a modifier or has a dialog open.
 * Lists take part by marking what gets the focus with data-row, and a row's checkbox with data-select.
 */
export function listenForShortcuts(showHelp: () => void): () => void {
    let afterG = false;
    const press = (event: KeyboardEvent): void => {
        if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector('dialog[open]')) {
            return;
        }
        const place = afterG ? places[event.key] : undefined;
        afterG = !afterG && event.key === 'g';
        if (place !== undefined) {
            navigate(place);
        } else if (!afterG && act(event.key, showHelp)) {
            event.preventDefault();
        }
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
}

function act(key: string, showHelp: () => void): boolean {
    switch (key) {
        case '?':
            showHelp();
            return true;
        case '/':
            return focusOn(document.querySelector<HTMLElement>('main [data-search]'));
        case 'n':
            return press(document.querySelector<HTMLElement>('main [data-create]'));
        case 'j':
            return focusOn(neighbour(1));
        case 'k':
            return focusOn(neighbour(-1));
        case 'x':
            return press(document.activeElement?.closest('[data-row-group]')?.querySelector<HTMLElement>('[data-select]') ?? null);
        default:
            return false;
    }
}

/** The row after or before the one that has the focus; the first one when none has. */
function neighbour(step: number): HTMLElement | null {
    const rows = Array.from(document.querySelectorAll<HTMLElement>('main [data-row]'));
    const group = document.activeElement?.closest('[data-row-group]');
    const at = rows.findIndex((row) => row === document.activeElement || (group && row.closest('[data-row-group]') === group));
    return rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))] ?? null;
}

function focusOn(element: HTMLElement | null): boolean {
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
    return element !== null;
}

function press(element: HTMLElement | null): boolean {
    element?.click();
    return element !== null;
}

function isTyping(target: EventTarget | null): boolean {
    const element = target as HTMLElement;
    const typed = element instanceof HTMLInputElement && !['checkbox', 'radio', 'range', 'button'].includes(element.type);
    return typed || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement || element.isContentEditable;
}
