import { request, withQuery } from './client';

export interface Collection {
    name: string;
    dimension: number;
    count: number;
    embedder: string;
    /** Null where searches are exact. */
    index: { count: number; recall: number } | null;
}

export interface SearchResult {
    rank: number;
    id: string;
    score: number;
    source: string;
    timeMs: number | null;
    path: string | null;
    video: string | null;
    image: string | null;
}

export interface SearchAnswer {
    collection: string;
    /** Whether an index was searched, which may miss an image. */
    approximate: boolean;
    recall: number | null;
    /** Why every image was compared although an index would be faster. */
    note: { code: string; message: string } | null;
    results: SearchResult[];
}

export interface SearchOptions {
    /** How many results. */
    k: number;
    collection: string;
    filter: string;
}

export const listCollections = (signal: AbortSignal): Promise<Collection[]> => request('/v1/collections', { signal });

export function searchByImage(image: Blob, options: SearchOptions, signal: AbortSignal): Promise<SearchAnswer> {
    const form = new FormData();
    form.append('image', image, 'image');
    form.append('k', String(options.k));
    if (options.collection !== '') {
        form.append('collection', options.collection);
    }
    if (options.filter !== '') {
        form.append('filter', options.filter);
    }
    return request('/v1/search', { method: 'POST', form, signal });
}

/** @param frame A frame of the library, as video/timeMs. */
export const searchByFrame = (frame: string, options: SearchOptions, signal: AbortSignal): Promise<SearchAnswer> =>
    request(withQuery('/v1/search', { frame, ...options }), { signal });
