import { useSyncExternalStore } from 'react';
import { remember, remembered } from './storage';

export type Theme = 'auto' | 'light' | 'dark';
export const themes: readonly Theme[] = ['auto', 'light', 'dark'];

const stored = 'reelmill.theme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    system.addEventListener('change', listener);
    return () => {
        listeners.delete(listener);
        system.removeEventListener('change', listener);
    };
}

const read = (): Theme => themes.find((theme) => theme === remembered(stored)) ?? 'auto';

/** Puts the user's choice on the document; called before anything is drawn. */
export function applyTheme(theme: Theme = read()): void {
    if (theme === 'auto') {
        delete document.documentElement.dataset['theme'];
    } else {
        document.documentElement.dataset['theme'] = theme;
    }
}

export function chooseTheme(theme: Theme): void {
    remember(stored, theme);
    applyTheme(theme);
    listeners.forEach((listener) => listener());
}

export const useTheme = (): Theme => useSyncExternalStore(subscribe, read);

/** Whether dark is what is seen; for what is drawn on a canvas and so must choose its colours itself. */
export const useDark = (): boolean => useSyncExternalStore(subscribe, () => read() === 'dark' || (read() === 'auto' && system.matches));
