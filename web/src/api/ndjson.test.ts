import { describe, expect, it } from 'vitest';
import { LineReader } from './ndjson';

describe('lines of JSON', () => {
    it('are given once they are whole, wherever the pieces end', () => {
        const text = '{"a":1}\n\n{"a":2}\r\n{"a":3}';
        for (let cut = 0; cut <= text.length; cut++) {
            const reader = new LineReader<{ a: number }>();
            const values = [...reader.push(text.slice(0, cut)), ...reader.push(text.slice(cut)), ...reader.end()];
            expect(values.map((value) => value.a)).toEqual([1, 2, 3]);
        }
    });

    it('that are not whole are not given', () => expect(new LineReader().push('{"a":')).toEqual([]));
});
