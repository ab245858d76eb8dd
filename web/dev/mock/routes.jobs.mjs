// /v1/jobs
import { failedWith, isTerminal, itemOf } from './jobs.mjs';
import { pipelines } from './pipelines.mjs';
import { bodyOf, events, json, partsOf, problem, send } from './reply.mjs';
import { detailed, errorGroups, listed, resultLines } from './show.mjs';

export async function jobs(context) {
    const { world, request, response, path } = context;
    const [place, id, part] = path;
    if (place !== 'jobs') {
        return false;
    }
    if (id === undefined) {
        await (request.method === 'POST' ? submit(context) : list(context));
        return true;
    }
    if (id === 'retry' || id === 'cancel') {
        await bulk(context, id);
        return true;
    }
    const job = world.jobs.find(id);
    if (job === undefined) {
        const gone = world.jobs.deleted.has(id);
        problem(response, gone ? 410 : 404, gone ? 'gone' : 'job_not_found', gone ? `Job ${id} has been deleted.` : `There is no job ${id}.`);
        return true;
    }
    await one(context, job, part);
    return true;
}

function one(context, job, part) {
    const { world, request, response } = context;
    switch (`${request.method} ${part ?? ''}`) {
        case 'GET ':
            return json(response, detailed(job));
        case 'DELETE ':
            world.jobs.remove(job);
            return send(response, 204, {});
        case 'GET items':
            return items(context, job);
        case 'GET errors':
            return json(response, { groups: errorGroups(job) });
        case 'GET results':
            return send(
                response,
                200,
                { 'Content-Type': 'application/x-ndjson', 'Reelmill-Complete': String(isTerminal(job)) },
                resultLines(job, world.library).map((line) => `${JSON.stringify(line)}\n`).join(''),
            );
        case 'GET events':
            return follow(context, job);
        default:
            return change(context, job, part);
    }
}

async function change({ world, request, response }, job, part) {
    const codes = JSON.parse((await bodyOf(request)).toString() || '{}').codes;
    const refused = refuse(job, part, codes);
    if (refused) {
        return problem(response, 409, ...refused);
    }
    world.jobs[part](job, codes);
    return json(response, detailed(job), 202);
}

function refuse(job, part, codes) {
    if (part === 'cancel') {
        return isTerminal(job) ? ['not_running', `Canceling job ${job.id}: the job has already ended.`] : null;
    }
    if (!isTerminal(job)) {
        return ['not_terminal', `Job ${job.id} is still ${job.state}.`];
    }
    return job.items.some((item) => failedWith(item, codes)) ? null : ['nothing_failed', `No item of job ${job.id} failed.`];
}

async function bulk({ world, request, response }, part) {
    const outcome = { done: [], refused: [] };
    for (const id of JSON.parse(await bodyOf(request)).jobs) {
        const job = world.jobs.find(id);
        const refused = job ? refuse(job, part) : ['job_not_found', `There is no job ${id}.`];
        if (refused) {
            outcome.refused.push({ id, code: refused[0], detail: refused[1] });
        } else {
            world.jobs[part](job);
            outcome.done.push(id);
        }
    }
    json(response, outcome);
}

function list({ world, response, url }) {
    const wanted = (key) => url.searchParams.get(key)?.split(',').filter(Boolean) ?? [];
    const text = (url.searchParams.get('text') ?? '').toLowerCase();
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 50);
    const [states, kinds, labels] = ['state', 'pipeline', 'label'].map(wanted);
    const found = world.jobs.all.filter(
        (job) =>
            (states.length === 0 || states.includes(job.state)) &&
            (kinds.length === 0 || kinds.includes(job.kind.name)) &&
            (labels.length === 0 || labels.includes(job.label)) &&
            `${job.label} ${job.id} ${job.items.map((item) => item.source)}`.toLowerCase().includes(text),
    );
    json(response, { jobs: found.slice(from, from + limit).map(listed), next: from + limit < found.length ? String(from + limit) : null });
}

function items({ response, url }, job) {
    const state = url.searchParams.get('state');
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const limit = Number(url.searchParams.get('limit') ?? 100);
    const found = job.items.filter((item) => !state || item.state === state);
    json(response, { items: found.slice(from, from + limit).map(itemOf), next: from + limit < found.length ? String(from + limit) : null });
}

async function submit({ world, request, response }) {
    const body = await bodyOf(request);
    const multipart = request.headers['content-type']?.startsWith('multipart/');
    const parts = multipart ? partsOf(request, body) : [];
    const wish = JSON.parse(multipart ? parts[0].data : body);
    const inputs = [...wish.inputs, ...parts.filter((part) => part.name === 'file').map((part) => part.file)];
    const kind = pipelines.find((one) => one.name === wish.pipeline);
    const strange = Object.keys(wish.options).find((key) => !kind.options.some((option) => option.key === key));
    if (strange) {
        return problem(response, 400, 'bad_option', `There is no option '${strange}'; did you mean '${kind.options[0].key}'?`);
    }
    if (inputs.some((input) => input.includes('127.0.0.1') || input.includes('localhost'))) {
        return problem(response, 400, 'blocked_address', 'Checking the inputs: 127.0.0.1 is not a public address.');
    }
    if (inputs.some((input) => input.includes('busy'))) {
        return problem(response, 429, 'queue_full', 'The queue holds 100 jobs and takes no more.', { 'Retry-After': '30' });
    }
    const job = world.jobs.add({ ...wish, inputs });
    return json(response, detailed(job), 202, { Location: `/v1/jobs/${job.id}` });
}

function follow({ world, response }, job) {
    const say = events(response);
    let id = 0;
    const listen = (changed, name, data) => {
        if (changed === job) {
            say(name, data, ++id);
            if (name === 'end') {
                response.end();
            }
        }
    };
    const tell = () => say('progress', detailed(job));
    const timer = setInterval(tell, 1000);
    world.jobs.listeners.add(listen);
    response.on('close', () => {
        clearInterval(timer);
        world.jobs.listeners.delete(listen);
    });
    tell();
    if (isTerminal(job)) {
        listen(job, 'end', { state: job.state });
    }
}
