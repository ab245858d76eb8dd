import type { ServerEvent } from './server';
import { openStream, type StreamStatus } from './stream';

/** Throughput at one moment. */
export interface Sample {
    atMs: number;
    itemsPerSecond: number;
    framesPerSecond: number;
}

export interface FeedState {
    status: StreamStatus;
    /** The latest event; null until there is one. Stays when the connection is lost. */
    event: ServerEvent | null;
    /** The last ten minutes, oldest first. */
    history: readonly Sample[];
}

const keepSamples = 600;

/** The server's events, listened to once for the whole page and kept when the user goes from one view to another. */
export class Feed {
    #state: FeedState = { status: 'connecting', event: null, history: [] };
    #listeners = new Set<() => void>();
    #close: (() => void) | null = null;

    readonly subscribe = (listener: () => void): (() => void) => {
        this.#listeners.add(listener);
        this.#close ??= this.#open();
        return () => {
            this.#listeners.delete(listener);
            if (this.#listeners.size === 0) {
                this.#close?.();
                this.#close = null;
            }
        };
    };

    readonly snapshot = (): FeedState => this.#state;

    #open(): () => void {
        return openStream('/v1/events', {
            on: { server: (data) => this.#take(data as ServerEvent) },
            onStatus: (status) => status !== this.#state.status && this.#set({ ...this.#state, status }),
            silenceMs: 6000,
        });
    }

    #take(event: ServerEvent): void {
        const sample = { atMs: event.atMs, ...event.rates };
        this.#set({ status: 'live', event, history: [...this.#state.history.slice(1 - keepSamples), sample] });
    }

    #set(state: FeedState): void {
        this.#state = state;
        this.#listeners.forEach((listener) => listener());
    }
}
