import { remember, remembered } from '../storage';

export type Language = 'en' | 'zh';

/** The same text in both languages. */
export interface Both<T> {
    en: T;
    zh: T;
}

/** Pairs a text with its translation, which must say all of it: a missing key does not compile. */
export const both = <T extends object>(en: T, zh: NoInfer<T>): Both<T> => ({ en, zh });

const stored = 'reelmill.language';

/** What the user chose; else what the browser prefers; else English. */
export function initialLanguage(): Language {
    const chosen = remembered(stored);
    return chosen === 'en' || chosen === 'zh' ? chosen : preferred(navigator.languages);
}

export function preferred(languages: readonly string[]): Language {
    const known = languages.find((tag) => /^(en|zh)\b/i.test(tag));
    return known?.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}

export const rememberLanguage = (language: Language): void => remember(stored, language);

/** The locale of numbers and dates: the browser's own kind of English, where it has one. */
export function localeOf(language: Language): string {
    return language === 'zh' ? 'zh-CN' : (navigator.languages.find((tag) => /^en\b/i.test(tag)) ?? 'en');
}
