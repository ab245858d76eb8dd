import { useEffect, useState } from 'react';
import { getLibrary, listVideos } from '../api/library';
import { useDebounced } from '../shared/hooks/useDebounced';
import { useLast } from '../shared/hooks/useLast';
import { useRequest } from '../shared/hooks/useRequest';
import { Empty } from '../shared/parts/Empty';
import { Link } from '../shared/parts/Link';
import { Loading } from '../shared/parts/Loading';
import { PageTitle } from '../shared/parts/PageTitle';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { SearchBox } from '../shared/parts/SearchBox';
import { useQuery } from '../shared/router';
import { useText } from '../shared/text/LanguageProvider';
import { LibraryFacts } from './LibraryFacts';
import { libraryText } from './text';
import { MoreVideos } from './MoreVideos';
import { VideoCard } from './VideoCard';
import './library.css';

/** Everything that has been mined or encoded, as images. */
export default function LibraryView() {
    const text = useText(libraryText);
    const [query, setQuery] = useQuery();
    const [typed, setTyped] = useState(query.get('text') ?? '');
    const wanted = useDebounced(typed, 250);
    useEffect(() => setQuery({ text: wanted }), [wanted, setQuery]);

    const info = useRequest('library', getLibrary);
    const found = useRequest(wanted, (signal) => listVideos(wanted, null, signal));
    const page = useLast(found.data);
    return (
        <main className="page" id="main">
            <div className="page-head">
                <PageTitle>{text.title}</PageTitle>
                <div className="library-search">
                    <SearchBox label={text.search} value={typed} onChange={setTyped} />
                </div>
            </div>
            <ProblemNote problem={info.problem ?? found.problem} onRetry={found.reload} />
            {info.data && <LibraryFacts info={info.data} />}
            {page === undefined && !found.problem && <Loading />}
            {page?.videos.length === 0 && <NoVideos searched={wanted !== ''} />}
            {page && page.videos.length > 0 && (
                <ul className="videos" aria-label={text.videos}>
                    {page.videos.map((video) => (
                        <VideoCard key={video.id} video={video} />
                    ))}
                    <MoreVideos key={wanted} text={wanted} next={page.next} />
                </ul>
            )}
        </main>
    );
}

function NoVideos({ searched }: { searched: boolean }) {
    const text = useText(libraryText);
    return searched ? (
        <Empty title={text.none}>
            <p>{text.noneHow}</p>
        </Empty>
    ) : (
        <Empty title={text.empty}>
            <p>{text.emptyHow}</p>
            <Link className="button primary" href="/jobs?new=1">
                {text.newJob}
            </Link>
        </Empty>
    );
}
