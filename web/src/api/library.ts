import { request, withQuery } from './client';
import { embeddedThumbnail } from './embedded';

/** What scores are held against; the names are the API's. */
export interface Limits {
    minSharpness: number;
    darkBelow: number;
    brightAbove: number;
    minContrast: number;
    minInformation: number;
    maxDistance: number;
}

export interface LibraryFrameCounts {
    sampled: number;
    kept: number;
    dropped: number;
    duplicates: number;
}

export interface LibraryInfo {
    items: { pending: number; running: number; done: number; failed: number };
    frames: LibraryFrameCounts;
    bytes: number;
    rules: { rule: string | null; kept: number; dropped: number }[];
    limits: Limits;
    /** Null when the limits have never changed. */
    lastDecision: LastDecision | null;
    /** The files that dropped frames still have. */
    droppedFiles: { count: number; bytes: number };
}

/** What the last change of the limits did. */
export interface LastDecision {
    before: Limits;
    after: Limits;
    newlyKept: number;
    newlyDropped: number;
    /** Kept frames whose files were restored from an original, and those whose files could not be restored. */
    restored: number;
    missing: number;
}

export interface Video {
    id: string;
    sources: string[];
    /** Null where neither its list nor its page says one. */
    title: string | null;
    /** Null where no pipeline kept it, as the next ones. */
    durationSeconds: number | null;
    width: number | null;
    height: number | null;
    fps: number | null;
    codec: string | null;
    frames: number;
    kept: number;
    poster: string | null;
    hls: string | null;
    media: string | null;
    damaged: boolean;
}

/** A box in pixels of the frame. */
export interface Detection {
    class: string;
    score: number;
    x: number;
    y: number;
    width: number;
    height: number;
}

export interface Decision {
    timeMs: number;
    kept: boolean;
    /** The rule that dropped it; null when kept. */
    rule: string | null;
    /** What the rule looked at, and what it was held against. */
    score: number | null;
    threshold: number | null;
    /** Of a duplicate: the frame that was kept instead, as video/timeMs. */
    twin: string | null;
}

export interface Frame extends Decision {
    image: string | null;
    width: number;
    height: number;
    sharpness: number;
    dark: number;
    bright: number;
    mean: number;
    contrast: number;
    information: number;
    motion: number | null;
    detections: Detection[] | null;
    /** What stages of a program gave it. */
    values: Record<string, number | string> | null;
}

export interface Preview {
    frames: LibraryFrameCounts;
    newlyKept: number;
    newlyDropped: number;
    /** In how many videos frames would become kept, and dropped. */
    videos: { kept: number; dropped: number };
    /** Frames that would be kept and have no file. */
    withoutFile: number;
    /** Of the video that was asked for: those by which a frame would become kept or dropped. */
    decisions: Decision[];
}

export interface VideoPage {
    videos: Video[];
    next: string | null;
}

export interface FramePage {
    frames: Frame[];
    /** The cursor of the next page; null when there is none. */
    next: number | null;
}

const at = (id: string, rest = ''): string => `/v1/library/videos/${encodeURIComponent(id)}${rest}`;

export const getLibrary = (signal: AbortSignal): Promise<LibraryInfo> => request('/v1/library', { signal });

export const listVideos = (text: string, cursor: string | null, signal: AbortSignal): Promise<VideoPage> =>
    request(withQuery('/v1/library/videos', { text, limit: 48, cursor }), { signal });

export const getVideo = (id: string, signal: AbortSignal): Promise<Video> => request(at(id), { signal });

/** Few at first, so that something is there at once. */
const [firstFrames, moreFrames] = [500, 4000];

/** A video's frames by time, a page after the other: a long one has tens of thousands. */
export async function* framePages(id: string, signal: AbortSignal): AsyncGenerator<FramePage> {
    let cursor: number | null | undefined;
    do {
        const page: FramePage = await request(withQuery(at(id, '/frames'), { cursor, limit: cursor === undefined ? firstFrames : moreFrames }), { signal });
        yield page;
        cursor = page.next;
    } while (cursor !== null);
}

/** A poster or a frame's image as an img element takes it, in about that width; empty where a report does not have it. */
export const sized = (image: string, width: number): string => embeddedThumbnail(image) ?? `${image}${image.includes('?') ? '&' : '?'}width=${width}`;

/** The address of a frame's image, also of a dropped one where its video is available. */
export const framePath = (video: string, timeMs: number): string => at(video, `/frames/${timeMs}.jpg`);

/** What a video is called: its title, or else the name of its file. */
export const titleOf = (video: Video): string => video.title ?? nameOf(video.sources[0] ?? video.id);

/** The file name of a path or a URL. */
export const nameOf = (source: string): string => source.split(/[?#]/)[0]?.split('/').filter(Boolean).pop() ?? source;

export const previewDecisions = (limits: Limits, video: string | null, signal: AbortSignal): Promise<Preview> =>
    request('/v1/library/decisions/preview', { method: 'POST', body: { limits, video, changedOnly: true }, signal });
