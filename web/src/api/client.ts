import { embeddedAnswer, isEmbedded } from './embedded';
import { Problem } from './problem';

export interface RequestOptions {
    method?: 'GET' | 'POST' | 'DELETE';
    /** Sent as JSON. */
    body?: unknown;
    /** Sent as multipart/form-data; not together with body. */
    form?: FormData;
    headers?: Record<string, string>;
    signal?: AbortSignal;
}

type Listener = () => void;
const signedOut = new Set<Listener>();

/** Calls the listener whenever an answer says that nobody is signed in (any more). */
export function onSignedOut(listener: Listener): () => void {
    signedOut.add(listener);
    return () => signedOut.delete(listener);
}

export function announceSignedOut(): void {
    signedOut.forEach((listener) => listener());
}

/** Sends a request and gives the raw answer; throws a Problem when it is not a success. */
export async function send(path: string, options: RequestOptions = {}): Promise<Response> {
    const headers: Record<string, string> = { Accept: 'application/json', ...options.headers };
    if (options.body !== undefined) {
        headers['Content-Type'] = 'application/json';
    }

    const response = await fetch(path, {
        method: options.method ?? 'GET',
        headers,
        body: options.form ?? (options.body === undefined ? null : JSON.stringify(options.body)),
        credentials: 'same-origin',
        signal: options.signal ?? null,
    });
    if (response.ok) {
        return response;
    }

    const problem = Problem.read(response.status, await response.text(), response.headers.get('Retry-After'));
    if (problem.status === 401 && path !== '/v1/session') {
        announceSignedOut();
    }
    throw problem;
}

/** Sends a request and reads the JSON answer; undefined where there is no content. A report answers from what it has. */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
    if (isEmbedded()) {
        return embeddedAnswer(path) as T;
    }
    const response = await send(path, options);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A path with a query; what is null, undefined or empty is left out. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
    const parts = new URLSearchParams();
    for (const [key, value] of Object.entries(query)) {
        if (value !== null && value !== undefined && value !== '') {
            parts.set(key, String(value));
        }
    }
    const text = parts.toString();
    return text === '' ? path : `${path}?${text}`;
}
