import type { Collection, SearchOptions } from '../api/search';
import { useFormat, useText } from '../shared/text/LanguageProvider';
import { searchText } from './text';

interface Props {
    options: SearchOptions;
    collections: readonly Collection[];
    onChange: (change: Record<string, string>) => void;
}

const counts = [12, 24, 48, 96];

/** Where to search, for how many, and under which condition. */
export function SearchFields({ options, collections, onChange }: Props) {
    const text = useText(searchText);
    const format = useFormat();
    return (
        <div className="search-fields">
            <div className="field">
                <label htmlFor="collection">{text.collection}</label>
                <select id="collection" className="input" value={options.collection} onChange={(event) => onChange({ collection: event.target.value })}>
                    <option value="">{text.anyCollection}</option>
                    {collections.map((one) => (
                        <option key={one.name} value={one.name}>
                            {text.collectionOf(one.name, format.number(one.count))}
                        </option>
                    ))}
                </select>
            </div>
            <div className="field">
                <label htmlFor="count">{text.count}</label>
                <select id="count" className="input" value={options.k} onChange={(event) => onChange({ k: event.target.value })}>
                    {[...new Set([...counts, options.k])]
                        .sort((a, b) => a - b)
                        .map((count) => (
                            <option key={count}>{count}</option>
                        ))}
                </select>
            </div>
            <div className="field search-filter">
                <label htmlFor="filter">{text.filter}</label>
                <input id="filter" className="input mono" data-search spellCheck={false} placeholder={text.filterHint} value={options.filter} onChange={(event) => onChange({ filter: event.target.value })} />
            </div>
        </div>
    );
}
