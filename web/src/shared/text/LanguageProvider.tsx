import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { createFormat, type Format } from './format';
import { initialLanguage, localeOf, rememberLanguage, type Both, type Language } from './language';

interface LanguageValue {
    language: Language;
    format: Format;
    choose: (language: Language) => void;
}

const LanguageContext = createContext<LanguageValue | null>(null);

export function LanguageProvider({ children }: { children: ReactNode }) {
    const [language, setLanguage] = useState(initialLanguage);
    const value = useMemo(
        () => ({
            language,
            format: createFormat(localeOf(language), language),
            choose: (next: Language) => {
                rememberLanguage(next);
                setLanguage(next);
            },
        }),
        [language],
    );
    useEffect(() => {
        document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    }, [language]);
    return <LanguageContext value={value}>{children}</LanguageContext>;
}

export function useLanguage(): LanguageValue {
    const value = useContext(LanguageContext);
    if (value === null) {
        throw new Error('A component that shows text must stand inside LanguageProvider.');
    }
    return value;
}

/** The text in the language that is chosen. */
export const useText = <T,>(text: Both<T>): T => text[useLanguage().language];

export const useFormat = (): Format => useLanguage().format;
