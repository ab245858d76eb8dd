import { lazy, Suspense } from 'react';
import { Link } from '../shared/parts/Link';
import { Empty } from '../shared/parts/Empty';
import { Loading } from '../shared/parts/Loading';
import { common } from '../shared/text/common';
import { useText } from '../shared/text/LanguageProvider';
import { match, usePath } from '../shared/router';

const NowView = lazy(() => import('../now/NowView'));
const JobsView = lazy(() => import('../jobs/JobsView'));
const JobView = lazy(() => import('../jobs/detail/JobView'));
const LibraryView = lazy(() => import('../library/LibraryView'));
const VideoView = lazy(() => import('../library/video/VideoView'));
const SearchView = lazy(() => import('../search/SearchView'));
const SettingsView = lazy(() => import('../settings/SettingsView'));

/** The view that the address names; each one is loaded when it is first shown. */
export function Views() {
    const path = usePath();
    return <Suspense fallback={<main className="page" id="main"><Loading /></main>}>{viewOf(path)}</Suspense>;
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
            <Empty title={text.notFound}>
                <Link className="button" href="/">
                    {text.backHome}
                </Link>
            </Empty>
        </main>
    );
}
