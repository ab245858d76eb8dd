import { describe, expect, it } from 'vitest';
import { match } from './router';

describe('a path', () => {
    it('matches its pattern and gives the named parts, decoded', () => expect(match('/jobs/:id', '/jobs/a%20b')).toEqual({ id: 'a b' }));

    it('matches with a slash at its end', () => expect(match('/jobs/:id', '/jobs/7/')).toEqual({ id: '7' }));

    it('does not match a longer or another one', () => {
        expect(match('/jobs/:id', '/jobs')).toBeNull();
        expect(match('/jobs/:id', '/jobs/1/items')).toBeNull();
        expect(match('/jobs/:id', '/library/1')).toBeNull();
    });

    it('that is not well encoded is taken as it is', () => expect(match('/jobs/:id', '/jobs/%zz')).toEqual({ id: '%zz' }));
});
