// /v1/library, /v1/collections, /v1/search
import { join, normalize } from 'node:path';
import { distance } from './decide.mjs';
import { serveFile } from './files.mjs';
import { bodyOf, json, partsOf, problem, send } from './reply.mjs';

export async function library(context) {
    const { world, request, response, path } = context;
    switch (path[0]) {
        case 'collections':
            json(response, [
                { name: 'frames', dimension: 128, count: world.library.frames.length, embedder: 'descriptor' },
                { name: 'images', dimension: 1280, count: 4812, embedder: 'mobilenet-v2' },
            ]);
            return true;
        case 'search':
            await search(context);
            return true;
        case 'library':
            return inLibrary(context, request, response, world.library, path.slice(1));
        default:
            return false;
    }
}

async function inLibrary(context, request, response, shelf, [place, id, part, name]) {
    if (place === undefined) {
        json(response, shelf.info());
    } else if (place === 'decisions') {
        const { limits, video, changedOnly } = JSON.parse(await bodyOf(request));
        json(response, shelf.preview(limits, video, changedOnly));
    } else if (place === 'hls') {
        serveFile(join(shelf.folder, 'hls', normalize(`/${id}/${part}`)), request, response);
    } else if (place === 'videos' && id === undefined) {
        const text = (context.url.searchParams.get('text') ?? '').toLowerCase();
        json(response, { videos: shelf.videos.filter((video) => video.title.toLowerCase().includes(text)).map((video) => shelf.video(video)), next: null });
    } else if (place === 'videos') {
        await ofVideo(context, shelf, id, part, name);
    } else {
        return false;
    }
    return true;
}

async function ofVideo({ request, response, url }, shelf, id, part, name) {
    const video = shelf.find(id);
    if (video === undefined) {
        return problem(response, 404, 'video_not_found', `There is no video ${id} in this library.`);
    }
    if (part === undefined) {
        return json(response, shelf.video(video));
    }
    if (part === 'media') {
        return serveFile(video.source, request, response);
    }
    if (name === undefined) {
        return json(response, framePage(shelf, video, url.searchParams));
    }
    const frame = video.frames.find((one) => one.timeMs === Number.parseInt(name, 10));
    const picture = frame && (await shelf.picture(frame, url.searchParams.get('width')));
    return picture
        ? send(response, 200, { 'Content-Type': picture.type, 'Cache-Control': 'max-age=3600' }, picture.bytes)
        : problem(response, 404, 'no_picture', 'The frame was dropped and its video is not at hand.');
}

function framePage(shelf, video, query) {
    const left = video.frames.filter((frame) => frame.timeMs > Number(query.get('cursor') ?? -1));
    const page = left.slice(0, Number(query.get('limit') ?? left.length));
    return { frames: page.map((frame) => shelf.frame(frame)), next: page.length < left.length ? page.at(-1).timeMs : null };
}

async function search({ world, request, response, url }) {
    const frames = world.library.frames;
    const parts = request.method === 'POST' ? partsOf(request, await bodyOf(request)) : [];
    const wish = (key, fallback) => url.searchParams.get(key) ?? parts.find((part) => part.name === key)?.data.toString() ?? fallback;
    const picture = parts.find((part) => part.name === 'image')?.data;
    const like = picture
        ? frames[picture.reduce((sum, byte) => (sum * 31 + byte) % frames.length, 7)]
        : frames.find((frame) => `${frame.video}/${frame.timeMs}` === wish('frame', ''));
    if (like === undefined) {
        return problem(response, 404, 'frame_not_found', 'There is no such frame in this library.');
    }
    const results = frames
        .map((frame) => ({ frame, score: 1 - distance(frame, like) / 64 }))
        .sort((a, b) => b.score - a.score)
        .slice(0, Number(wish('k', '10')))
        .map(({ frame, score }, index) => ({
            rank: index + 1,
            id: `${frame.video}/${frame.timeMs}`,
            score,
            source: world.library.find(frame.video).title,
            timeMs: frame.timeMs,
            path: null,
            metadata: {},
            video: frame.video,
            image: world.library.image(frame),
        }));
    return json(response, { collection: wish('collection', 'frames'), results });
}
