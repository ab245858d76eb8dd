import { describe, expect, it, vi } from 'vitest';
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

describe('a page that is a file', () => {
    it('keeps the addresses of its views behind the #', async () => {
        const location = { hash: '', href: 'file:///tmp/report.html' };
        const listeners = { addEventListener: () => undefined, removeEventListener: () => undefined, scrollTo: () => undefined };
        vi.stubGlobal('location', location);
        vi.stubGlobal('window', listeners);
        vi.stubGlobal('history', { pushState: (_: unknown, __: string, to: string) => (location.hash = to), replaceState: (_: unknown, __: string, to: string) => (location.hash = to) });
        vi.resetModules();
        const router = await import('./router');
        expect(router.hrefOf('/library/a')).toBe('/library/a');
        router.routeByHash();
        expect(router.hrefOf('/library/a?t=1')).toBe('#/library/a?t=1');
        router.navigate('/library/a?t=1');
        expect(location.hash).toBe('#/library/a?t=1');
        vi.unstubAllGlobals();
    });
});
