import { useLanguage } from '../LanguageProvider';
import { chineseAdvice } from './advice';
import { meaningOf } from './codes';
import { chineseOf } from './sentences';

export interface ServerText {
    /** What a code means; null where the server's own words say it best, because they are in the language of the page. */
    meaning: (code: string) => string | null;
    /** A fixed sentence of the server. */
    sentence: (text: string) => string;
    /** What would help against a bottleneck. */
    advice: (text: string) => string;
}

const asItIs = (text: string): string => text;
const english: ServerText = { meaning: () => null, sentence: asItIs, advice: asItIs };
const chinese: ServerText = { meaning: meaningOf, sentence: chineseOf, advice: chineseAdvice };

/** What the server says, in the language of the page as far as it is known there. */
export const useServerText = (): ServerText => (useLanguage().language === 'zh' ? chinese : english);
