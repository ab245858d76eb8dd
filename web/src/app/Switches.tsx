import { Icon, type IconName } from '../shared/parts/Icon';
import { useLanguage, useText } from '../shared/text/LanguageProvider';
import { chooseTheme, themes, useTheme, type Theme } from '../shared/theme';
import { appText } from './text';

const icons: Record<Theme, IconName> = { auto: 'half', light: 'sun', dark: 'moon' };

/** Goes from the system's theme to light to dark. */
export function ThemeButton() {
    const text = useText(appText);
    const theme = useTheme();
    const next = themes[(themes.indexOf(theme) + 1) % themes.length] ?? 'auto';
    return (
        <button type="button" className="button quiet square" aria-label={text.theme[theme]} title={text.theme[theme]} onClick={() => chooseTheme(next)}>
            <Icon name={icons[theme]} />
        </button>
    );
}

export function LanguageButton() {
    const text = useText(appText);
    const { language, choose } = useLanguage();
    return (
        <button
            type="button"
            className="button quiet"
            aria-label={text.languageLabel}
            lang={language === 'en' ? 'zh-CN' : 'en'}
            onClick={() => choose(language === 'en' ? 'zh' : 'en')}
        >
            {text.language}
        </button>
    );
}
