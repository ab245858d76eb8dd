// The videos and frames of the mock: those of a real library where one is named, drawn ones otherwise.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { countFrames, decide, defaultLimits } from './decide.mjs';
import { drawnFrames, draw, longVideo } from './drawn.mjs';

export function openLibrary(folder, isLong) {
    const known = folder && existsSync(join(folder, 'frames.jsonl')) ? readVideos(folder) : drawnFrames();
    const videos = isLong ? [...known, longVideo()] : known;
    for (const frame of videos.flatMap((video) => video.frames)) {
        const hash = frame.hash.padStart(16, '0');
        Object.assign(frame, { high: Number.parseInt(hash.slice(0, 8), 16), low: Number.parseInt(hash.slice(8), 16) });
    }
    return new Library(folder && join(folder, 'lib'), videos);
}

class Library {
    #pictures = new Map();

    constructor(folder, videos) {
        this.folder = folder;
        this.videos = videos;
        this.apply(defaultLimits);
    }

    apply(limits) {
        const { limits: before, decisions: old } = this;
        this.limits = limits;
        this.decisions = decide(this.videos, limits);
        if (old) {
            const changed = this.frames.filter((frame) => this.decisions.get(frame).kept !== old.get(frame).kept);
            const newlyKept = changed.filter((frame) => this.decisions.get(frame).kept).length;
            this.lastDecision = { before, after: limits, newlyKept, newlyDropped: changed.length - newlyKept, restored: 0, missing: 0 };
        }
    }

    get frames() {
        return this.videos.flatMap((video) => video.frames);
    }

    find(id) {
        return this.videos.find((video) => video.id === id);
    }

    info() {
        const rules = new Map();
        for (const { rule, kept } of this.decisions.values()) {
            const entry = rules.get(rule) ?? { rule, kept: 0, dropped: 0 };
            entry[kept ? 'kept' : 'dropped']++;
            rules.set(rule, entry);
        }
        const items = { pending: 3, running: 2, done: this.videos.length, failed: 4 };
        return { items, frames: countFrames(this.decisions), bytes: 34_603_008, rules: [...rules.values()], limits: this.limits, lastDecision: this.lastDecision ?? null, droppedFiles: { count: 0, bytes: 0 } };
    }

    video(video) {
        const kept = video.frames.filter((frame) => this.decisions.get(frame).kept);
        const poster = kept[Math.floor(kept.length / 3)];
        const { frames, source, ...facts } = video;
        return { ...facts, sources: [source], frames: frames.length, kept: kept.length, poster: poster ? this.image(poster) : null };
    }

    image(frame) {
        return `/v1/library/videos/${frame.video}/frames/${frame.timeMs}.jpg`;
    }

    frame(frame) {
        const { video, hash, high, low, path, ...scores } = frame;
        return { ...scores, ...this.decisions.get(frame), image: this.image(frame) };
    }

    preview(limits, id, changedOnly) {
        const decisions = decide(this.videos, { ...this.limits, ...limits });
        const changed = this.frames.filter((frame) => decisions.get(frame).kept !== this.decisions.get(frame).kept);
        const newlyKept = changed.filter((frame) => decisions.get(frame).kept).length;
        return {
            frames: countFrames(decisions),
            newlyKept,
            newlyDropped: changed.length - newlyKept,
            videos: {
                kept: new Set(changed.filter((frame) => decisions.get(frame).kept).map((frame) => frame.video)).size,
                dropped: new Set(changed.filter((frame) => !decisions.get(frame).kept).map((frame) => frame.video)).size,
            },
            withoutFile: 0,
            decisions: (this.find(id)?.frames ?? [])
                .filter((frame) => !changedOnly || decisions.get(frame).kept !== this.decisions.get(frame).kept)
                .map((frame) => decisions.get(frame)),
        };
    }

    /** The bytes of a frame's picture and their type; null when it is not at hand. */
    async picture(frame, width) {
        const video = this.find(frame.video);
        if (video.media === null) {
            return { type: 'image/svg+xml', bytes: draw(video, frame) };
        }
        const file = frame.path && join(this.folder, frame.path);
        if (file && existsSync(file)) {
            return { type: 'image/jpeg', bytes: readFileSync(file) };
        }
        const key = `${frame.video}/${frame.timeMs}/${width}`;
        const size = width ? ['-vf', `scale=${width}:-2`] : [];
        const made = this.#pictures.get(key) ?? decode(video.source, frame.timeMs, size);
        this.#pictures.set(key, made);
        return made;
    }
}

function decode(source, timeMs, size) {
    const args = ['-v', 'error', '-ss', String(timeMs / 1000), '-i', source, '-frames:v', '1', ...size, '-q:v', '4', '-f', 'mjpeg', '-'];
    return new Promise((resolve) => {
        execFile('ffmpeg', args, { encoding: 'buffer', maxBuffer: 1 << 26 }, (error, bytes) => resolve(error || bytes.length === 0 ? null : { type: 'image/jpeg', bytes }));
    });
}

function readVideos(folder) {
    const byId = new Map();
    for (const line of readFileSync(join(folder, 'frames.jsonl'), 'utf8').split('\n').filter(Boolean)) {
        const { video, source, kept, rule, score, threshold, twin, sha256, bytes, detections, ...frame } = JSON.parse(line);
        const entry = byId.get(video) ?? describe(folder, video, source);
        byId.set(video, entry);
        const boxes = detections?.found.map(({ label, score: sure, ...box }) => ({ class: label, score: sure, ...box })) ?? null;
        entry.frames.push({ ...frame, video, detections: boxes });
    }
    return [...byId.values()];
}

function describe(folder, id, source) {
    const args = ['-v', 'error', '-select_streams', 'v:0', '-show_entries', 'stream=codec_name,width,height,avg_frame_rate:format=duration', '-of', 'json', source];
    const { streams: [stream], format } = JSON.parse(execFileSync('ffprobe', args, { encoding: 'utf8' }));
    const [over, under] = stream.avg_frame_rate.split('/').map(Number);
    const hls = existsSync(join(folder, 'lib/hls', id, 'master.m3u8')) ? `/v1/library/hls/${id}/master.m3u8` : null;
    return {
        id,
        source,
        title: basename(source).replace(/\.\w+$/, '').replaceAll('-', ' '),
        durationSeconds: Number(format.duration),
        width: stream.width,
        height: stream.height,
        fps: over / under,
        codec: stream.codec_name,
        hls,
        media: `/v1/library/videos/${id}/media`,
        damaged: false,
        frames: [],
    };
}
