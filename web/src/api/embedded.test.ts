import { afterEach, describe, expect, it, vi } from 'vitest';
import { request } from './client';
import { embed, embeddedProblem } from './embedded';
import { framePages, framePath, getLibrary, getVideo, listVideos, sized, titleOf, type Video } from './library';

const video = (id: string, change: Partial<Video> = {}): Video => ({
    id,
    sources: [`/in/${id}.mp4`],
    title: null,
    durationSeconds: 10,
    width: 320,
    height: 180,
    fps: 25,
    codec: 'h264',
    frames: 2,
    kept: 1,
    poster: null,
    hls: null,
    media: null,
    damaged: false,
    ...change,
});
const signal = new AbortController().signal;

const embedTwo = (): void =>
    embed({
        documents: {
            '/v1/library': { bytes: 7 },
            '/v1/library/videos': { videos: [video('a', { title: 'A walk' }), video('b')], next: null },
            '/v1/library/videos/a/frames': { frames: [{ timeMs: 0 }, { timeMs: 1000 }], next: null },
        },
        thumbnails: { '/v1/library/videos/a/frames/0.jpg': '/9j/' },
        problems: { '/v1/library/videos/a/frames/1000.jpg': 'missing' },
    });

afterEach(() => {
    embed(null);
    vi.unstubAllGlobals();
});

describe('a report', () => {
    it('answers what the server would, and asks nobody', async () => {
        embedTwo();
        vi.stubGlobal('fetch', () => Promise.reject(new Error('A report asked the network.')));
        expect(await getLibrary(signal)).toEqual({ bytes: 7 });
        expect((await getVideo('b', signal)).sources).toEqual(['/in/b.mp4']);
        const frames = [];
        for await (const page of framePages('a', signal)) {
            frames.push(...page.frames);
        }
        expect(frames).toHaveLength(2);
    });

    it('finds videos by their titles and sources', async () => {
        embedTwo();
        expect((await listVideos('WALK', null, signal)).videos.map(({ id }) => id)).toEqual(['a']);
        expect((await listVideos('b.mp4', null, signal)).videos.map(({ id }) => id)).toEqual(['b']);
        expect((await listVideos('', null, signal)).videos).toHaveLength(2);
    });

    it('says what it does not have', async () => {
        embedTwo();
        await expect(request('/v1/jobs')).rejects.toMatchObject({ status: 404, code: 'not_in_report' });
        await expect(getVideo('toString', signal)).rejects.toMatchObject({ code: 'not_in_report' });
    });

    it('shows its own images, and says why one is not there', () => {
        embedTwo();
        expect(sized(framePath('a', 0), 480)).toBe('data:image/jpeg;base64,/9j/');
        expect(sized(framePath('a', 1000), 480)).toBe('');
        expect(embeddedProblem(framePath('a', 1000))).toBe('missing');
        expect(embeddedProblem(framePath('a', 2000))).toBe('leftOut');
    });
});

describe('an image of the server', () => {
    it('is asked for in the width that is shown', () => {
        expect(sized(framePath('a', 0), 480)).toBe('/v1/library/videos/a/frames/0.jpg?width=480');
        expect(embeddedProblem(framePath('a', 0))).toBeNull();
    });
});

describe('a video', () => {
    it('is called by its title, or else by its file', () => {
        expect(titleOf(video('a', { title: 'A walk' }))).toBe('A walk');
        expect(titleOf(video('b'))).toBe('b.mp4');
        expect(titleOf(video('c', { sources: ['https://host/films/c.webm?...'] }))).toBe('c.webm');
    });
});
