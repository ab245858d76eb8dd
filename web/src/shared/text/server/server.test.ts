import { describe, expect, it } from 'vitest';
import { chineseAdvice } from './advice';
import { meaningOf, meanings } from './codes';
import { chineseOf, sentences } from './sentences';

/** Sections of the guide whose codes a page never sees: they end a command, or need a bug. */
const commandOnly = /^(server_|models_read_only|model_exists|library_(not_found|newer|older)|sqlite_|artifact_|output_|bad_publish_target|record_|item_|run_|unexpected_)/;

const guide = Object.values(import.meta.glob<string>('../../../../../docs/guide/errors.md', { query: '?raw', import: 'default', eager: true })).join('');
const sources = Object.values(import.meta.glob<string>('../../../../../src/Reelmill.{Pipelines,Server}/[A-Z]*/**/*.cs', { query: '?raw', import: 'default', eager: true })).join('\n');

describe('codes', () => {
    const listed = new Set(Array.from(guide.matchAll(/^\| `(\w+)` \|/gm), ([, code]) => code ?? ''));

    it('that the guide lists have a meaning in Chinese', () => {
        expect([...listed].filter((code) => code !== 'http_' && !commandOnly.test(code) && meaningOf(code) === null)).toEqual([]);
    });

    it('that have a meaning are in the guide', () => expect(Object.keys(meanings).filter((code) => !listed.has(code))).toEqual([]));

    it('of HTTP have their status', () => expect(meaningOf('http_503')).toContain('503'));

    it('that nobody knows have none', () => expect(meaningOf('of_a_newer_server')).toBeNull());
});

describe('sentences', () => {
    it('are said by the server, word for word', () => expect(Object.keys(sentences).filter((sentence) => !sources.includes(`"${sentence}"`))).toEqual([]));

    it('that are not known stay as they are', () => expect(chineseOf('Of a newer server.')).toBe('Of a newer server.'));
});

describe('advice', () => {
    const english = /[a-z]{4,}/i;

    it('to take more workers, or to do less', () =>
        expect(chineseAdvice("'encode' is busy 93 % of the time: give it more workers (workers.encode=4, now 2); or encode less: a faster --preset, or fewer rungs in --ladder.")).toBe(
            '“encode” 有 93% 的时间在忙：可增加工作者（workers.encode=4，目前 2 个）；或者减少编码：用更快的 --preset，或减少 --ladder 的档位。',
        ));

    it('when there are workers enough', () => {
        const said = chineseAdvice("'probe' is busy 60 % of the time: it already has 4 workers on 2 cores, so more of them help only if it waits for something other than the processor.");
        expect(said.replace('probe', '')).not.toMatch(english);
    });

    it('when it waits for its input', () =>
        expect(chineseAdvice("Even 'frames' is busy 12 % of the time: the run waits for its input, or was too short to tell.").replace('frames', '')).not.toMatch(english));

    it('of a newer server stays as it is', () => expect(chineseAdvice('Buy a faster machine.')).toBe('Buy a faster machine.'));
});
