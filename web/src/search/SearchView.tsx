import { useEffect, useMemo, useState } from 'react';
import { listCollections, searchByFrame, searchByPicture, type SearchWish } from '../api/search';
import { useDebounced } from '../shared/hooks/useDebounced';
import { useLast } from '../shared/hooks/useLast';
import { useRequest } from '../shared/hooks/useRequest';
import { Empty } from '../shared/parts/Empty';
import { Link } from '../shared/parts/Link';
import { Loading } from '../shared/parts/Loading';
import { PageTitle } from '../shared/parts/PageTitle';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useQuery } from '../shared/router';
import { useText } from '../shared/text/LanguageProvider';
import { PictureDrop } from './PictureDrop';
import { QueryPicture } from './QueryPicture';
import { Results } from './Results';
import { SearchFields } from './SearchFields';
import { searchText } from './text';
import './search.css';

/** Search by picture: one that is dropped, pasted or chosen, or a frame of the library, which the address names. */
export default function SearchView() {
    const text = useText(searchText);
    const [query, setQuery] = useQuery();
    const frame = query.get('frame');
    const [picture, setPicture] = useState<File | null>(null);
    useEffect(() => {
        if (frame !== null) {
            setPicture(null);
        }
    }, [frame]);
    const take = (file: File): void => {
        setQuery({ frame: null }, 'push');
        setPicture(file);
    };
    const clear = (): void => {
        setQuery({ frame: null }, 'push');
        setPicture(null);
    };

    const wish: SearchWish = { k: Number(query.get('k') ?? 24) || 24, collection: query.get('collection') ?? '', filter: query.get('filter') ?? '' };
    const collections = useRequest('collections', listCollections);
    const answer = useSearch(picture, frame, wish);
    const searching = picture !== null || frame !== null;

    if (collections.data?.length === 0) {
        return <NothingToSearch />;
    }
    return (
        <main className="page" id="main">
            <div className="page-head">
                <div>
                    <PageTitle>{text.title}</PageTitle>
                    <p className="soft">{text.how}</p>
                </div>
            </div>
            <div className="search-query">
                {searching ? <QueryPicture picture={picture} frame={frame} onClear={clear} onPicture={take} /> : <PictureDrop onPicture={take} />}
                <SearchFields wish={wish} collections={collections.data ?? []} onChange={(change) => setQuery(change)} />
            </div>
            <ProblemNote problem={collections.problem ?? answer.problem} onRetry={answer.problem ? answer.reload : collections.reload} />
            {searching && answer.data === undefined && !answer.problem && <Loading />}
            {searching && answer.data && <Results answer={answer.data} />}
        </main>
    );
}

function useSearch(picture: File | null, frame: string | null, wish: SearchWish) {
    const settled = useDebounced(JSON.stringify(wish), 250);
    const number = usePictureNumber(picture);
    const key = picture === null && frame === null ? null : `${number}/${frame}/${settled}`;
    const asked = useRequest(key, (signal) => {
        const given = JSON.parse(settled) as SearchWish;
        return picture === null ? searchByFrame(frame ?? '', given, signal) : searchByPicture(picture, given, signal);
    });
    return { ...asked, data: useLast(asked.data) };
}

/** Tells one picture from the next, also where they have the same name. */
function usePictureNumber(picture: File | null): number {
    const seen = useMemo(() => new WeakMap<File, number>(), []);
    const [next] = useState({ value: 1 });
    if (picture === null) {
        return 0;
    }
    const known = seen.get(picture) ?? next.value++;
    seen.set(picture, known);
    return known;
}

function NothingToSearch() {
    const text = useText(searchText);
    return (
        <main className="page" id="main">
            <PageTitle>{text.title}</PageTitle>
            <Empty title={text.noCollections}>
                <p>{text.noCollectionsHow}</p>
                <Link className="button primary" href="/jobs?new=1">
                    {text.newJob}
                </Link>
            </Empty>
        </main>
    );
}
