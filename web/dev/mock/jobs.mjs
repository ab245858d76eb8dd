// Jobs that move: made-up items that take time, fail now and then, and end.
import { randomBytes } from 'node:crypto';
import { pipelines } from './pipelines.mjs';

const terminal = ['succeeded', 'partial', 'failed', 'cancelled'];
const limit = 3;
const names = ['harbour-dawn.mp4', 'crossing-cam4.mkv', 'talk-keynote.webm', 'drone-ridge.mp4', 'night-market.mov', 'tunnel-run-12.avi', 'lecture-07.mp4', 'dashcam-0412.mp4'];
const failures = [
    ['http_503', true, "Fetching 'https://videos.example/{name}': the server answered 503 (Service Unavailable) three times. Try again later.", null],
    ['not_media', false, "Probing '{name}': ffprobe found no media in it (moov atom not found). It may be cut off; check that it plays, or fetch it again.", '[mov,mp4,m4a @ 0x55d0] moov atom not found\n{name}: Invalid data found when processing input'],
    ['decode_failed', false, "Decoding '{name}': ffmpeg ended with 69 after 41 frames.", '[h264 @ 0x56] Invalid NAL unit size (1818 > 1201).\n[h264 @ 0x56] missing picture in access unit\nError while decoding stream #0:0: Invalid data found when processing input'],
];

export const newId = () => `${Date.now().toString(36)}${randomBytes(5).toString('hex')}`.slice(-14);

export class Jobs {
    constructor(library) {
        this.library = library;
        this.all = [];
        this.listeners = new Set();
        this.deleted = new Set();
        this.#past();
        this.#start();
        this.timer = setInterval(() => this.#tick(), 500);
    }

    stop() {
        clearInterval(this.timer);
    }

    get counts() {
        const having = (state) => this.all.filter((job) => job.state === state).length;
        return { queued: having('queued'), running: having('running') + having('cancelling'), limit };
    }

    find(id) {
        return this.all.find((job) => job.id === id);
    }

    add({ pipeline, inputs, options = {}, label = null, priority = 'normal' }, ageMs = 0, seed = 3) {
        const kind = pipelines.find((one) => one.name === pipeline);
        const sources = kind.inputs ? inputs : ['library'];
        const items = sources.map((source, index) => ({
            sequence: index + 1,
            source,
            state: 'waiting',
            attempts: 0,
            percent: null,
            video: null,
            note: null,
            error: null,
            seconds: kind.inputs ? 4 + ((index * 7 + seed) % 9) : 3,
            fails: (index * 5 + seed) % 23 === 4 ? (index + seed) % 3 : -1,
        }));
        const createdMs = Date.now() - ageMs;
        const job = { id: newId(), kind, priority, label, options, state: 'queued', items, attempts: [], createdMs, startedMs: null, endedMs: null, error: null };
        this.all.unshift(job);
        return job;
    }

    cancel(job) {
        job.state = job.state === 'running' ? 'cancelling' : 'cancelled';
        this.#say(job, 'state', { state: job.state, atMs: Date.now() });
        if (job.state === 'cancelled') {
            job.endedMs = Date.now();
            this.#say(job, 'end', { state: job.state });
        }
    }

    retry(job, codes = null) {
        for (const item of job.items.filter((one) => failedWith(one, codes))) {
            Object.assign(item, { state: 'waiting', error: null, percent: null, fails: item.fails === 1 ? 1 : -1 });
        }
        Object.assign(job, { state: 'queued', endedMs: null });
    }

    remove(job) {
        this.all = this.all.filter((one) => one !== job);
        this.deleted.add(job.id);
    }

    rates() {
        const running = this.all.filter((job) => job.state === 'running');
        const wave = 1 + 0.25 * Math.sin(Date.now() / 9000) + 0.1 * Math.sin(Date.now() / 1700);
        return { itemsPerSecond: running.length * 0.31 * wave, framesPerSecond: running.length * 24 * wave };
    }

    #past() {
        const kinds = ['mine', 'mine', 'hls', 'mine', 'index', 'chunk'];
        const labels = ['weekly crawl', 'harbour cameras', null, 'talks 2026', 'training set v4', 'night shots'];
        for (let index = 57; index >= 0; index--) {
            const sources = Array.from({ length: 1 + ((index * 13) % 23) }, (_, at) => `https://videos.example/${index}/${names[(at + index) % names.length]}`);
            const job = this.add({ pipeline: kinds[index % 6], inputs: sources, label: labels[index % 6] && `${labels[index % 6]} ${58 - index}` }, (index + 1) * 47 * 60_000, index);
            this.#finish(job, index);
        }
    }

    #finish(job, index) {
        job.startedMs = job.createdMs + 4000;
        job.endedMs = job.startedMs + job.items.length * 5300;
        for (const item of job.items) {
            item.attempts = 1;
            this.#end(job, item);
        }
        if (index % 13 === 6) {
            job.items.slice(1).forEach((item) => Object.assign(item, { state: 'waiting', error: null, video: null, percent: null }));
        }
        job.state = index % 13 === 6 ? 'cancelled' : outcome(job);
        const early = { number: 1, startedMs: job.startedMs - 60_000, endedMs: job.startedMs - 20_000, outcome: 'interrupted' };
        job.attempts = [...(index % 9 === 2 ? [early] : []), { number: index % 9 === 2 ? 2 : 1, startedMs: job.startedMs, endedMs: job.endedMs, outcome: job.state }];
    }

    #start() {
        const sources = (count) => Array.from({ length: count }, (_, at) => `https://videos.example/crawl/${String(at).padStart(4, '0')}-${names[at % names.length]}`);
        this.add({ pipeline: 'index', inputs: sources(60), label: 'catalogue pictures', priority: 'low' }, 20_000);
        this.add({ pipeline: 'hls', inputs: sources(31), label: 'trailers for the site', options: { ladder: '1080,720,360' } }, 90_000, 5);
        this.add({ pipeline: 'mine', inputs: sources(48), label: 'street cameras, November', options: { detect: 'yolox-nano', every: '2s' }, priority: 'high' }, 150_000, 1);
        for (let warm = 0; warm < 60; warm++) {
            this.#tick();
        }
        for (const job of this.all.filter((one) => one.state === 'running')) {
            job.startedMs = job.createdMs + 1500;
            job.attempts[0].startedMs = job.startedMs;
        }
    }

    #tick() {
        const active = this.all.filter((job) => job.state === 'running' || job.state === 'cancelling');
        active.forEach((job) => this.#advance(job));
        const free = limit - active.length;
        const waiting = this.all.filter((job) => job.state === 'queued').reverse();
        const isShort = (job) => job.kind.name === 'decide';
        // Whoever moves a slider does not wait for the videos before it.
        [...waiting.filter(isShort), ...waiting.filter((job) => !isShort(job)).slice(0, Math.max(0, free))].forEach((job) => this.#begin(job));
    }

    #begin(job) {
        const now = Date.now();
        Object.assign(job, { state: 'running', startedMs: job.startedMs ?? now });
        job.attempts.push({ number: job.attempts.length + 1, startedMs: now, endedMs: null, outcome: 'running' });
        this.#say(job, 'state', { state: 'running', atMs: now });
    }

    #advance(job) {
        const workers = job.kind.name === 'mine' ? 3 : 2;
        const waiting = job.items.filter((item) => item.state === 'waiting');
        const busy = job.items.filter((item) => item.state === 'running');
        if (job.state === 'running') {
            waiting.slice(0, workers - busy.length).forEach((item) => this.#item(job, Object.assign(item, { state: 'running', percent: 0, attempts: item.attempts + 1 })));
        }
        for (const item of busy) {
            item.percent = Math.min(100, item.percent + 50 / item.seconds);
            if (item.percent >= 100 || (item.fails >= 0 && item.percent > 60)) {
                this.#end(job, item);
                this.#item(job, item);
            }
        }
        if (job.items.every((item) => item.state !== 'running') && (job.state === 'cancelling' || job.items.every((item) => item.state !== 'waiting'))) {
            this.#complete(job);
        }
    }

    #end(job, item) {
        if (item.fails >= 0) {
            const [code, retryable, message, stderr] = failures[item.fails];
            const name = item.source.split('/').pop();
            Object.assign(item, { state: 'failed', percent: null, error: { code, retryable, message: message.replace('{name}', name), stderr: stderr?.replaceAll('{name}', name) ?? null } });
            return;
        }
        const same = item.sequence % 17 === 9;
        const video = this.library.videos[item.sequence % this.library.videos.length].id;
        Object.assign(item, { state: same ? 'skipped' : 'done', percent: null, video, note: same ? 'same content as another input' : null });
    }

    #complete(job) {
        job.state = job.state === 'cancelling' ? 'cancelled' : outcome(job);
        job.endedMs = Date.now();
        Object.assign(job.attempts.at(-1), { endedMs: job.endedMs, outcome: job.state });
        if (job.kind.name === 'decide') {
            const given = Object.entries(job.options).map(([key, value]) => [key.replace('quality.', '').replace(/-(\w)/g, (_, letter) => letter.toUpperCase()), Number(value)]);
            this.library.apply({ ...this.library.limits, ...Object.fromEntries(given) });
        }
        this.#say(job, 'state', { state: job.state, atMs: job.endedMs });
        this.#say(job, 'end', { state: job.state });
    }

    #item(job, item) {
        this.#say(job, 'item', itemOf(item));
    }

    #say(job, name, data) {
        this.listeners.forEach((listener) => listener(job, name, data));
    }
}

export const failedWith = (item, codes) => item.state === 'failed' && (codes?.includes(item.error.code) ?? true);

export const isTerminal = (job) => terminal.includes(job.state);

const outcome = (job) => {
    const failed = job.items.filter((item) => item.state === 'failed').length;
    return failed === 0 ? 'succeeded' : failed === job.items.length ? 'failed' : 'partial';
};

export function itemOf({ seconds, fails, ...item }) {
    return item;
}
