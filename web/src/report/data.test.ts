import { afterEach, describe, expect, it } from 'vitest';
import { embed, isEmbedded } from '../api/embedded';
import { readReport } from './data';

afterEach(() => embed(null));

describe('the data of a report', () => {
    it('answers requests from now on', () => {
        const report = readReport('{"report":{"query":{"name":"cat.jpg","image":"/v1/search/query.jpg"}},"documents":{},"thumbnails":{},"problems":{}}');
        expect(report).toEqual({ query: { name: 'cat.jpg', image: '/v1/search/query.jpg' } });
        expect(isEmbedded()).toBe(true);
    });

    it('is not there in the template', () => {
        expect(readReport('\n')).toBeNull();
        expect(isEmbedded()).toBe(false);
    });
});
