import { useEffect, useMemo, useState } from 'react';
import { listCollections, searchByFrame, searchByImage, type SearchOptions } from '../api/search';
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
import { ImageDrop } from './ImageDrop';
import { QueryImage } from './QueryImage';
import { Results } from './Results';
import { SearchFields } from './SearchFields';
import { searchText } from './text';
import './search.css';

/** Search by image: one that is dropped, pasted or chosen, or a frame of the library, which the address names. */
export default function SearchView() {
    const text = useText(searchText);
    const [query, setQuery] = useQuery();
    const frame = query.get('frame');
    const [image, setImage] = useState<File | null>(null);
    useEffect(() => {
        if (frame !== null) {
            setImage(null);
        }
    }, [frame]);
    const take = (file: File): void => {
        setQuery({ frame: null }, 'push');
        setImage(file);
    };
    const clear = (): void => {
        setQuery({ frame: null }, 'push');
        setImage(null);
    };

    const options: SearchOptions = { k: Number(query.get('k') ?? 24) || 24, collection: query.get('collection') ?? '', filter: query.get('filter') ?? '' };
    const collections = useRequest('collections', listCollections);
    const answer = useSearch(image, frame, options);
    const searching = image !== null || frame !== null;

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
                {searching ? <QueryImage image={image} frame={frame} onClear={clear} onImage={take} /> : <ImageDrop onImage={take} />}
                <SearchFields options={options} collections={collections.data ?? []} onChange={(change) => setQuery(change)} />
            </div>
            <ProblemNote problem={collections.problem ?? answer.problem} onRetry={answer.problem ? answer.reload : collections.reload} />
            {searching && answer.data === undefined && !answer.problem && <Loading />}
            {searching && answer.data && <Results answer={answer.data} />}
        </main>
    );
}

function useSearch(image: File | null, frame: string | null, options: SearchOptions) {
    const settled = useDebounced(JSON.stringify(options), 250);
    const number = useImageNumber(image);
    const key = image === null && frame === null ? null : `${number}/${frame}/${settled}`;
    const asked = useRequest(key, (signal) => {
        const given = JSON.parse(settled) as SearchOptions;
        return image === null ? searchByFrame(frame ?? '', given, signal) : searchByImage(image, given, signal);
    });
    return { ...asked, data: useLast(asked.data) };
}

/** Tells one image from the next, also where they have the same name. */
function useImageNumber(image: File | null): number {
    const seen = useMemo(() => new WeakMap<File, number>(), []);
    const [next] = useState({ value: 1 });
    if (image === null) {
        return 0;
    }
    const known = seen.get(image) ?? next.value++;
    seen.set(image, known);
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
