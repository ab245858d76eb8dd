import { describe, expect, it } from 'vitest';
import { isAbort, Problem } from './problem';

describe('an unsuccessful answer', () => {
    it('is read as problem details', () => {
        const body = JSON.stringify({ type: 'urn:reelmill:error:queue_full', title: 'Queue full', status: 429, detail: 'It holds 100 jobs.', code: 'queue_full' });
        const problem = Problem.read(429, body, '30');
        expect(problem).toMatchObject({ status: 429, code: 'queue_full', title: 'Queue full', detail: 'It holds 100 jobs.', retryAfterSeconds: 30 });
    });

    it('has its code from its type where it has no other', () =>
        expect(Problem.read(404, '{"type":"urn:reelmill:error:job_not_found"}', null).code).toBe('job_not_found'));

    it('that is no problem document is told by its status', () => {
        expect(Problem.read(502, '<html>Bad gateway</html>', null)).toMatchObject({ code: 'http_502', detail: '', retryAfterSeconds: null });
        expect(Problem.read(500, '[1]', 'soon')).toMatchObject({ code: 'http_500', retryAfterSeconds: null });
    });
});

describe('what is thrown', () => {
    it('by fetch without an answer is a server that cannot be reached', () => expect(Problem.from(new TypeError('Failed to fetch')).code).toBe('unreachable'));

    it('as a problem stays the same', () => {
        const problem = Problem.read(409, '{"code":"not_terminal"}', null);
        expect(Problem.from(problem)).toBe(problem);
    });

    it('by anything else keeps its message', () => expect(Problem.from(new Error('no')).detail).toBe('no'));

    it('by an abort is told apart', () => {
        expect(isAbort(new DOMException('', 'AbortError'))).toBe(true);
        expect(isAbort(new Error('AbortError'))).toBe(false);
    });
});
