import { announceSignedOut } from './client';
import { getServer } from './server';

export type StreamStatus = 'connecting' | 'live' | 'lost';

export interface StreamHandlers {
    /** What to do with the data of an event, by its name. */
    on: Record<string, (data: unknown) => void>;
    onStatus: (status: StreamStatus) => void;
    /** Without any event for so long, the connection counts as lost. Milliseconds; leave out where silence is normal. */
    silenceMs?: number;
}

const longestWaitMs = 15_000;

/** A browser opens six connections to a server at most; tabs that nobody looks at must not hold them all. */
const hiddenMs = 60_000;

/** Listens to server-sent events until the function that it gives is called. */
export function openStream(url: string, handlers: StreamHandlers): () => void {
    const stream = new Stream(url, handlers);
    return () => stream.close();
}

/**
 * The browser reconnects by itself (with Last-Event-ID) when a connection breaks; when the server refuses one it gives
 * up, so that is tried again here, ever more slowly. Sleeps while the page has been hidden for a while.
 */
class Stream {
    #source: EventSource | null = null;
    #waitMs = 1000;
    #lastEvent = Date.now();
    #retry: number | undefined;
    #sleep: number | undefined;
    readonly #watch: number;

    constructor(
        private readonly url: string,
        private readonly handlers: StreamHandlers,
    ) {
        this.#watch = window.setInterval(() => this.#listenForSilence(), 1000);
        document.addEventListener('visibilitychange', this.#look);
        this.#connect();
    }

    close(): void {
        this.#source?.close();
        document.removeEventListener('visibilitychange', this.#look);
        [this.#retry, this.#sleep, this.#watch].forEach((timer) => window.clearTimeout(timer));
    }

    #connect(): void {
        this.handlers.onStatus('connecting');
        this.#lastEvent = Date.now();
        const source = new EventSource(this.url);
        this.#source = source;
        source.onopen = () => this.#alive();
        source.onerror = () => this.#broken(source);
        for (const [name, handle] of Object.entries(this.handlers.on)) {
            source.addEventListener(name, (event) => {
                this.#alive();
                handle(JSON.parse((event as MessageEvent<string>).data));
            });
        }
    }

    #alive(): void {
        this.#lastEvent = Date.now();
        this.#waitMs = 1000;
        this.handlers.onStatus('live');
    }

    #broken(source: EventSource): void {
        this.handlers.onStatus('lost');
        if (source.readyState === EventSource.CLOSED) {
            void announceWhenSignedOut();
            this.#retry = window.setTimeout(() => this.#connect(), this.#waitMs);
            this.#waitMs = Math.min(this.#waitMs * 2, longestWaitMs);
        }
    }

    #listenForSilence(): void {
        const { silenceMs } = this.handlers;
        if (silenceMs !== undefined && this.#source !== null && Date.now() - this.#lastEvent > silenceMs) {
            this.handlers.onStatus('lost');
        }
    }

    readonly #look = (): void => {
        window.clearTimeout(this.#sleep);
        if (document.hidden) {
            this.#sleep = window.setTimeout(() => {
                window.clearTimeout(this.#retry);
                this.#source?.close();
                this.#source = null;
            }, hiddenMs);
        } else if (this.#source === null) {
            this.#connect();
        }
    };
}

/** An EventSource does not tell why it was refused; the server does when it is asked. */
async function announceWhenSignedOut(): Promise<void> {
    try {
        if ((await getServer()).scopes.length === 0) {
            announceSignedOut();
        }
    } catch {
        // Not reachable: the stream's status says so already.
    }
}
