import { createContext, useContext } from 'react';
import type { Feed, FeedState } from '../api/feed';
import type { Scope, ServerInfo } from '../api/server';
import { useSyncExternalStore } from 'react';

/** Who looks at the page, and at which server. */
export interface Session {
    server: ServerInfo;
    feed: Feed;
    signOut: () => void;
}

export const SessionContext = createContext<Session | null>(null);

export function useSession(): Session {
    const session = useContext(SessionContext);
    if (session === null) {
        throw new Error('A view must stand inside SessionContext.');
    }
    return session;
}

/** Whether the user may do what needs the scope; in a report, which has no server, nothing. */
export const useMay = (scope: Scope): boolean => useContext(SessionContext)?.server.scopes.includes(scope) ?? false;

/** The server's latest event and throughput, followed. */
export function useFeed(): FeedState {
    const { feed } = useSession();
    return useSyncExternalStore(feed.subscribe, feed.snapshot);
}
