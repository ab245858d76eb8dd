import { afterEach, describe, expect, it, vi } from 'vitest';
import { onSignedOut, request, withQuery } from './client';

afterEach(() => vi.unstubAllGlobals());

const answer = (status: number, body: string): void => {
    vi.stubGlobal('fetch', async () => new Response(status === 204 ? null : body, { status }));
};

describe('a query', () => {
    it('leaves out what is empty', () => expect(withQuery('/v1/jobs', { state: 'failed', text: '', cursor: null, limit: 50 })).toBe('/v1/jobs?state=failed&limit=50'));

    it('is not there at all when everything is empty', () => expect(withQuery('/v1/jobs', { text: '' })).toBe('/v1/jobs'));

    it('is encoded', () => expect(withQuery('/s', { filter: 'a = "b&c"' })).toBe('/s?filter=a+%3D+%22b%26c%22'));
});

describe('a request', () => {
    it('gives the JSON of its answer', async () => {
        answer(200, '{"version":"1"}');
        expect(await request('/v1/server')).toEqual({ version: '1' });
    });

    it('gives nothing where there is no content', async () => {
        answer(204, '');
        expect(await request('/v1/jobs/1', { method: 'DELETE' })).toBeUndefined();
    });

    it('throws the problem, and says so when nobody is signed in', async () => {
        const told = vi.fn();
        const stop = onSignedOut(told);
        answer(401, '{"code":"unauthorized"}');
        await expect(request('/v1/jobs')).rejects.toMatchObject({ code: 'unauthorized' });
        expect(told).toHaveBeenCalledTimes(1);
        stop();
    });

    it('to sign in does not say so: the form does', async () => {
        const told = vi.fn();
        const stop = onSignedOut(told);
        answer(401, '{"code":"unauthorized"}');
        await expect(request('/v1/session', { method: 'POST', body: { key: 'x' } })).rejects.toMatchObject({ status: 401 });
        expect(told).not.toHaveBeenCalled();
        stop();
    });
});
