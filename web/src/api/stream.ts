import { getServer } from './server';
import { announceSignedOut } from './client';

export type StreamStatus = 'connecting' | 'live' | 'lost';

export interface StreamHandlers {
    /** What to do with the data of an event, by its name. */
    on: Record<string, (data: unknown) => void>;
    onStatus: (status: StreamStatus) => void;
    /** Without any event for so long, the connection counts as lost. Milliseconds; leave out where silence is normal. */
    silenceMs?: number;
}

const longestWaitMs = 15_000;

/**
 * Listens to server-sent events until closed. The browser reconnects by itself (with Last-Event-ID) when a
 * connection breaks; when the server refuses one it gives up, so that is tried again here, ever more slowly.
 */
export function openStream(url: string, handlers: StreamHandlers): () => void {
    let source: EventSource | null = null;
    let retry: number | undefined;
    let waitMs = 1000;
    let lastEvent = Date.now();

    const alive = (): void => {
        lastEvent = Date.now();
        waitMs = 1000;
        handlers.onStatus('live');
    };

    const connect = (): void => {
        const opened = new EventSource(url);
        source = opened;
        opened.onopen = alive;
        opened.onerror = () => {
            handlers.onStatus('lost');
            if (opened.readyState === EventSource.CLOSED) {
                void announceWhenSignedOut();
                retry = window.setTimeout(connect, waitMs);
                waitMs = Math.min(waitMs * 2, longestWaitMs);
            }
        };
        for (const [name, handle] of Object.entries(handlers.on)) {
            opened.addEventListener(name, (event) => {
                alive();
                handle(JSON.parse((event as MessageEvent<string>).data));
            });
        }
    };

    const silence = handlers.silenceMs;
    const watch =
        silence === undefined ? undefined : window.setInterval(() => Date.now() - lastEvent > silence && handlers.onStatus('lost'), 1000);
    handlers.onStatus('connecting');
    connect();
    return () => {
        source?.close();
        window.clearTimeout(retry);
        window.clearInterval(watch);
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
