import { describe, expect, it } from 'vitest';
import { parseInputs } from './inputs';

describe('typed inputs', () => {
    it('are URLs, one a line, each once', () =>
        expect(parseInputs(' https://a.example/1.mp4 \r\n\nhttps://a.example/1.mp4\nhttp://b.example/2').urls).toEqual(['https://a.example/1.mp4', 'http://b.example/2']));

    it('may have remarks', () => expect(parseInputs('# yesterday\nhttps://a.example/1')).toEqual({ urls: ['https://a.example/1'], bad: [] }));

    it('that are no web addresses are named with their line', () =>
        expect(parseInputs('https://a.example\nfile:///etc/passwd\nclip.mp4').bad).toEqual([
            { line: 2, text: 'file:///etc/passwd' },
            { line: 3, text: 'clip.mp4' },
        ]));
});
