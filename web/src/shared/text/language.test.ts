import { describe, expect, it } from 'vitest';
import { appText } from '../../app/text';
import { jobText } from '../../jobs/detail/text';
import { submitText } from '../../jobs/submit/text';
import { jobsText } from '../../jobs/text';
import { libraryText } from '../../library/text';
import { thresholdText } from '../../library/thresholds/text';
import { videoText } from '../../library/video/text';
import { nowText } from '../../now/text';
import { pipelineText } from '../../pipeline/text';
import { searchText } from '../../search/text';
import { settingsText } from '../../settings/text';
import { common } from './common';
import { preferred } from './language';
import { problems } from './problems';

const all = { appText, common, jobText, jobsText, libraryText, nowText, pipelineText, problems, searchText, settingsText, submitText, thresholdText, videoText };

/** The same in both languages because they are names, not words. */
const names = new Set(['settingsText.scope.read', 'settingsText.scope.submit', 'settingsText.scope.admin']);

function leaves(value: unknown, path: string): [string, unknown][] {
    return typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, `${path}.${key}`)) : [[path, value]];
}

/** What a text says; functions are called with numbers, which are in every language. */
function said(value: unknown): string {
    return typeof value === 'function' ? String(value(...Array.from({ length: 8 }, () => 2))) : String(value);
}

describe.each(Object.entries(all))('%s', (name, text) => {
    const en = leaves(text.en, name);
    const zh = leaves(text.zh, name);

    it('has the same keys in both languages', () => expect(zh.map(([key]) => key)).toEqual(en.map(([key]) => key)));

    it('is translated', () => {
        const chinese = /[\u4e00-\u9fff]/;
        const words = /[a-z]{2}/i;
        const left = zh.filter(([key, value], index) => !names.has(key) && words.test(said(en[index]?.[1])) && !chinese.test(said(value)) && said(value) === said(en[index]?.[1]));
        expect(left.map(([key]) => key).filter((key) => !key.endsWith('.webhooks') && !key.endsWith('.atLeast'))).toEqual([]);
    });

    it('has no Chinese in English, but for the switch to it', () => {
        const mixed = en.filter(([key, value]) => /[\u4e00-\u9fff]/.test(said(value)) && !key.startsWith('appText.language'));
        expect(mixed).toEqual([]);
    });
});

describe('the language at the first visit', () => {
    it('is the first one of the browser that there is', () => {
        expect(preferred(['fr', 'zh-TW', 'en'])).toBe('zh');
        expect(preferred(['en-US', 'zh'])).toBe('en');
    });

    it('is English when the browser asks for none that there is', () => expect(preferred(['fr', 'de'])).toBe('en'));
});
