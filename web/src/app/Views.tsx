import { lazy, Suspense, useEffect } from 'react';
import { Link } from '../shared/parts/Link';
import { Empty } from '../shared/parts/Empty';
import { PageTitle } from '../shared/parts/PageTitle';
import { Loading } from '../shared/parts/Loading';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { Boundary } from './Boundary';
import { match, usePath } from '../shared/router';

const load = {
    now: () => import('../now/NowView'),
    jobs: () => import('../jobs/JobsView'),
    job: () => import('../jobs/detail/JobView'),
    library: () => import('../library/LibraryView'),
    video: () => import('../library/video/VideoView'),
    search: () => import('../search/SearchView'),
    settings: () => import('../settings/SettingsView'),
};
const NowView = lazy(load.now);
const JobsView = lazy(load.jobs);
const JobView = lazy(load.job);
const LibraryView = lazy(load.library);
const VideoView = lazy(load.video);
const SearchView = lazy(load.search);
const SettingsView = lazy(load.settings);
const settleMs = 1500;

/** Loads the other views once the first one has settled: they are small, and then open at once, also while the server is away. */
function usePreload(): void {
    useEffect(() => {
        const timer = window.setTimeout(() => Object.values(load).forEach((one) => void one().catch(() => undefined)), settleMs);
        return () => window.clearTimeout(timer);
    }, []);
}

/** The view that the address names. */
export function Views() {
    const path = usePath();
    usePreload();
    const waiting = (
        <main className="page" id="main">
            <Loading />
        </main>
    );
    return (
        <Boundary key={path}>
            <Suspense fallback={waiting}>{viewOf(path)}</Suspense>
        </Boundary>
    );
}

function viewOf(path: string) {
    const job = match('/jobs/:id', path)?.['id'];
    if (job !== undefined) {
        return <JobView key={job} id={job} />;
    }
    const video = match('/library/:video', path)?.['video'];
    if (video !== undefined) {
        return <VideoView key={video} id={video} />;
    }
    switch (path) {
        case '/':
            return <NowView />;
        case '/jobs':
            return <JobsView />;
        case '/library':
            return <LibraryView />;
        case '/search':
            return <SearchView />;
        case '/settings':
            return <SettingsView />;
        default:
            return <NoView />;
    }
}

function NoView() {
    const text = useText(common);
    return (
        <main className="page" id="main">
            <PageTitle>{text.notFound}</PageTitle>
            <Empty title={location.pathname}>
                <Link className="button" href="/">
                    {text.backHome}
                </Link>
            </Empty>
        </main>
    );
}
