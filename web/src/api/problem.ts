/** What the server (or the way to it) answered instead of a result: RFC 9457 problem details. */
export class Problem extends Error {
    /** HTTP status; 0 when no answer came. */
    readonly status: number;
    /** Stable snake_case code, such as `queue_full`; `unreachable` when no answer came. */
    readonly code: string;
    readonly title: string;
    readonly detail: string;
    /** Seconds after which trying again makes sense; null when the server did not say. */
    readonly retryAfterSeconds: number | null;

    constructor(status: number, code: string, title: string, detail: string, retryAfterSeconds: number | null = null) {
        super(detail || title || code);
        this.name = 'Problem';
        this.status = status;
        this.code = code;
        this.title = title;
        this.detail = detail;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static unreachable(): Problem {
        return new Problem(0, 'unreachable', '', '');
    }

    /** Anything thrown, as a problem. */
    static from(error: unknown): Problem {
        if (error instanceof Problem) {
            return error;
        }
        return error instanceof TypeError
            ? Problem.unreachable()
            : new Problem(0, 'page_error', '', error instanceof Error ? error.message : String(error));
    }

    /** Reads the body of an unsuccessful answer; one that is no problem document is described by its status. */
    static read(status: number, body: string, retryAfter: string | null): Problem {
        const seconds = retryAfter === null ? NaN : Number(retryAfter);
        const wait = Number.isFinite(seconds) ? seconds : null;
        const fields = parseObject(body);
        const text = (key: string): string => (typeof fields[key] === 'string' ? fields[key] : '');
        const code = text('code') || text('type').split(':').pop() || `http_${status}`;
        return new Problem(status, code, text('title'), text('detail'), wait);
    }
}

/** True for what an AbortController's abort throws: nobody waits for that answer any more. */
export function isAbort(error: unknown): boolean {
    return error instanceof DOMException && error.name === 'AbortError';
}

function parseObject(body: string): Record<string, unknown> {
    try {
        const value: unknown = JSON.parse(body);
        return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
    } catch {
        return {};
    }
}
