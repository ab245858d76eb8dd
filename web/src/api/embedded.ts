import type { Video, VideoPage } from './library';
import { Problem } from './problem';

/** Why an image is not there: its file, as the report found it, or no room for it in the report. */
export type ThumbnailProblem = 'notSaved' | 'missing' | 'unreadable' | 'damaged' | 'leftOut';

/** What a report brings instead of a server: answers of the API and images, by their addresses. */
export interface Embedded {
    documents: Record<string, unknown>;
    /** JPEG files as Base64. */
    thumbnails: Record<string, string>;
    problems: Record<string, ThumbnailProblem>;
}

const videosPath = '/v1/library/videos';
let embedded: Embedded | null = null;

/** From now on every request is answered from what is embedded; null asks the server again. */
export function embed(data: Embedded | null): void {
    embedded = data;
}

export const isEmbedded = (): boolean => embedded !== null;

/** The answer to a request; throws the Problem that a server would answer where the report has nothing. */
export function embeddedAnswer(path: string): unknown {
    const { pathname, searchParams } = new URL(path, 'http://report.invalid');
    const address = decodeURI(pathname);
    if (address === videosPath) {
        return matching(searchParams.get('text') ?? '');
    }
    const found = address in documents() ? documents()[address] : videoAt(address);
    if (found === undefined) {
        throw new Problem(404, 'not_in_report', '', `The report has no ${address}.`);
    }
    return found;
}

/** An image as an img element takes it; null where every image is the server's, and empty where the report has none. */
export function embeddedThumbnail(address: string): string | null {
    if (embedded === null) {
        return null;
    }
    const jpeg = embedded.thumbnails[address];
    return jpeg === undefined ? '' : `data:image/jpeg;base64,${jpeg}`;
}

/** Why the report has no such image; null where the server has all of them. */
export const embeddedProblem = (address: string): ThumbnailProblem | null => embedded && (embedded.problems[address] ?? 'leftOut');

const documents = (): Record<string, unknown> => embedded?.documents ?? {};

const videos = (): Video[] => (documents()[videosPath] as VideoPage | undefined)?.videos ?? [];

const videoAt = (address: string): Video | undefined => videos().find(({ id }) => address === `${videosPath}/${id}`);

function matching(text: string): VideoPage {
    const wanted = text.toLowerCase();
    const mentions = ({ title, sources }: Video): boolean => [title ?? '', ...sources].some((one) => one.toLowerCase().includes(wanted));
    return { videos: videos().filter(mentions), next: null };
}
