import { useEffect, useMemo } from 'react';
import { onSignedOut } from '../api/client';
import { Feed } from '../api/feed';
import { getServer, signOut } from '../api/server';
import { useRequest } from '../shared/hooks/useRequest';
import { Loading } from '../shared/parts/Loading';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { Shell } from './Shell';
import { SessionContext } from './session';
import { SignIn } from './SignIn';
import { Views } from './Views';

/** Asks the server who the user is; then shows the views, or the way to sign in. */
export function App() {
    const { data: server, problem, reload } = useRequest('server', getServer);
    const feed = useMemo(() => new Feed(), []);
    useEffect(() => onSignedOut(reload), [reload]);

    const session = useMemo(
        () => server && { server, feed, signOut: () => void signOut().finally(() => reload()) },
        [server, feed, reload],
    );
    if (session === undefined) {
        return <main className="page">{problem ? <ProblemNote problem={problem} onRetry={reload} /> : <Loading />}</main>;
    }
    if (session.server.scopes.length === 0) {
        return <SignIn library={session.server.library} token={session.server.token} onSignedIn={reload} />;
    }
    return (
        <SessionContext value={session}>
            <Shell>
                <Views />
            </Shell>
        </SessionContext>
    );
}
