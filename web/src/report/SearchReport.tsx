import { sized } from '../api/library';
import { request } from '../api/client';
import type { SearchAnswer } from '../api/search';
import { Results } from '../search/Results';
import { useRequest } from '../shared/hooks/useRequest';
import { PageTitle } from '../shared/parts/PageTitle';
import { ProblemNote } from '../shared/parts/ProblemNote';
import { useText } from '../shared/text/LanguageProvider';
import type { SearchReport as Found } from './data';
import { reportText } from './text';
import '../search/search.css';

/** What a search found, as the page of serve shows it. */
export function SearchReport({ report: { query } }: { report: Found }) {
    const text = useText(reportText);
    const { data, problem } = useRequest('search', (signal) => request<SearchAnswer>('/v1/search', { signal }));
    const image = sized(query.image, 480);
    return (
        <main className="page" id="main">
            <PageTitle>{text.like(query.name)}</PageTitle>
            {image !== '' && (
                <div className="query-image" role="group" aria-label={text.query}>
                    <img src={image} alt={query.name} />
                </div>
            )}
            <ProblemNote problem={problem} />
            {data && <Results answer={data} />}
        </main>
    );
}
