// How the API shows a job: counts, estimates, and stages that look as if they worked.
import { isTerminal } from './jobs.mjs';

export function listed(job) {
    const having = (state) => job.items.filter((item) => item.state === state).length;
    const items = { total: job.items.length, waiting: having('waiting'), running: having('running'), done: having('done'), skipped: having('skipped'), failed: having('failed') };
    const parts = job.items.reduce((sum, item) => sum + (item.state === 'running' ? item.percent / 100 : item.state === 'waiting' ? 0 : 1), 0);
    const percent = (parts / job.items.length) * 100;
    const left = job.items.reduce((sum, item) => sum + (item.state === 'waiting' ? item.seconds : item.state === 'running' ? (item.seconds * (100 - item.percent)) / 100 : 0), 0);
    const live = job.state === 'running';
    const sampled = Math.round(parts * 41);
    return {
        id: job.id,
        pipeline: job.kind.name,
        state: job.state,
        priority: job.priority,
        label: job.label,
        options: job.options,
        percent,
        speed: live ? 14.2 + 3 * Math.sin(Date.now() / 5000) : null,
        etaSeconds: live ? left / 2.6 : null,
        items,
        attempt: job.attempts.length,
        createdMs: job.createdMs,
        startedMs: job.startedMs,
        endedMs: job.endedMs,
        error: null,
        frames: job.kind.name === 'mine' ? { sampled, kept: Math.round(sampled * 0.58), dropped: sampled - Math.round(sampled * 0.58) } : null,
    };
}

export function detailed(job) {
    const known = listed(job);
    const live = job.state === 'running' || job.state === 'cancelling';
    const stages = job.attempts.length === 0 ? [] : job.kind.stages.map(([name, workers, bound], index) => stageOf(job, known, live, name, workers, bound, index));
    const slow = stages.find((stage) => stage.name === job.kind.busy);
    const advice = `it already has ${slow?.workers} workers on 2 cores, so more of them help only if it waits for something other than the processor.`;
    return { ...known, stages, bottleneck: slow && live ? { stage: slow.name, busyShare: slow.busy, advice } : null, attempts: job.attempts };
}

function stageOf(job, known, live, name, workers, queueBound, index) {
    const at = job.kind.stages.findIndex(([stage]) => stage === job.kind.busy);
    const wave = (speed, shift) => Math.sin(Date.now() / speed + index * 1.7 + shift);
    const before = index < at;
    const slow = index === at;
    const busy = !live ? 0 : slow ? 0.93 + 0.05 * wave(2100, 0) : before ? 0.22 + 0.1 * wave(1900, 1) : 0.3 + 0.18 * wave(2600, 2);
    const blocked = live && before ? 0.5 + 0.2 * wave(3100, 0) : 0;
    const queued = !live ? 0 : slow ? queueBound - (wave(1700, 0) > 0.6 ? 1 : 0) : before ? Math.round(queueBound * (0.7 + 0.25 * wave(2300, 1))) : Math.round(Math.min(queueBound, 8) * (0.2 + 0.2 * wave(1500, 0)));
    const ended = known.items.done + known.items.skipped + known.items.failed;
    const many = index > at && known.frames ? known.frames.sampled : ended;
    const dropped = name === 'decide' && known.frames ? known.frames.dropped : 0;
    const rate = !live ? 0 : (index > at ? 21 : 0.5) * (1 + 0.15 * wave(4000, 0));
    const failed = name === 'probe' ? known.items.failed : 0;
    return { name, workers, busy, starved: live ? Math.max(0, 1 - busy - blocked) : 1, blocked, queued: Math.max(0, queued), queueBound, in: many, out: many - dropped - failed, dropped, failed, retried: name === 'fetch' ? Math.floor(ended / 6) : 0, rate };
}

export function errorGroups(job) {
    const groups = new Map();
    for (const item of job.items.filter((one) => one.error)) {
        const { code, retryable, message } = item.error;
        const group = groups.get(code) ?? { code, count: 0, retryable, message, sequences: [] };
        group.count++;
        group.sequences.push(item.sequence);
        groups.set(code, group);
    }
    return [...groups.values()].sort((a, b) => b.count - a.count).map((group) => ({ ...group, sequences: group.sequences.slice(0, 10) }));
}

export function resultLines(job, library) {
    const done = job.items.filter((item) => item.state === 'done');
    return done.flatMap((item) => {
        const base = { sequence: item.sequence, source: item.source, video: item.video };
        const video = library.find(item.video);
        switch (job.kind.name) {
            case 'mine':
                return video.frames.map((frame) => ({ ...base, ...library.frame(frame), path: `frames/${video.id}/${frame.timeMs}.jpg` }));
            case 'hls':
                return [{ ...base, master: `/v1/library/hls/${item.video}/master.m3u8` }];
            case 'chunk':
                return Array.from({ length: 4 }, (_, at) => ({ ...base, chunk: at, path: `chunks/${at}.mp4`, startMs: at * 10_000, endMs: at * 10_000 + 10_000 }));
            default:
                return [{ ...base, id: `pic-${item.sequence}` }];
        }
    });
}

export { isTerminal };
