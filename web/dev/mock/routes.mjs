// Which address gives what: the contract of 'reelmill serve', as far as the page uses it.
import { servePage } from './files.mjs';
import { admin } from './routes.admin.mjs';
import { jobs } from './routes.jobs.mjs';
import { library } from './routes.library.mjs';
import { bodyOf, events, json, problem, send } from './reply.mjs';
import { pipelines } from './pipelines.mjs';
import { detailed } from './show.mjs';

const keys = { rmk_demo: ['read', 'submit', 'admin'], rmk_submit: ['read', 'submit'], rmk_read: ['read'] };
const everyScope = keys.rmk_demo;

export async function answer(world, request, response) {
    const url = new URL(request.url, 'http://mock');
    if (!url.pathname.startsWith('/v1/')) {
        servePage(url.pathname, request, response);
        return;
    }
    const context = { world, request, response, url, path: url.pathname.slice(4).split('/').map(decodeURIComponent), scopes: scopesOf(world, request) };
    if (await open(context)) {
        return;
    }
    if (context.scopes.length === 0) {
        problem(response, 401, 'unauthorized', 'Sign in with an API key.');
        return;
    }
    for (const route of [jobs, library, admin]) {
        if (await route(context)) {
            return;
        }
    }
    problem(response, 404, 'not_found', `No resource exists at ${url.pathname}.`);
}

function scopesOf(world, request) {
    return world.keys ? (keys[/rmk=(\w+)/.exec(request.headers.cookie ?? '')?.[1]] ?? []) : everyScope;
}

/** What is answered also to those who are not signed in, and what every reader may know. */
async function open({ world, request, response, path, scopes }) {
    const [place] = path;
    if (place === 'session') {
        await session(request, response);
    } else if (place === 'server') {
        json(response, serverInfo(world, scopes));
    } else if (place === 'events' && scopes.length > 0) {
        serverEvents(world, response);
    } else if (place === 'pipelines' && scopes.length > 0) {
        json(response, pipelines.map(({ stages, busy, ...shown }) => shown));
    } else {
        return false;
    }
    return true;
}

async function session(request, response) {
    if (request.method === 'DELETE') {
        send(response, 204, { 'Set-Cookie': 'rmk=; Max-Age=0; Path=/' });
        return;
    }
    const { key } = JSON.parse(await bodyOf(request));
    if (keys[key]) {
        send(response, 204, { 'Set-Cookie': `rmk=${key}; HttpOnly; SameSite=Strict; Path=/` });
    } else {
        problem(response, 401, 'unauthorized', 'The server does not know this key, or it has been revoked.');
    }
}

const budgets = (world) => {
    const running = world.jobs.counts.running;
    const wave = Math.sin(Date.now() / 3000);
    return [
        { name: 'cpu', slots: 4, used: Math.min(4, running * 2), waiting: running > 1 ? 3 + Math.round(wave) : 0 },
        { name: 'inference', slots: 2, used: running > 0 ? (wave > 0 ? 2 : 1) : 0, waiting: 0 },
        { name: 'download', slots: 8, used: Math.min(8, running * 2 + Math.round(wave)), waiting: 0 },
    ];
};

const serverInfo = (world, scopes) => ({
    version: '0.5.0-mock',
    library: 'street-cameras',
    token: !world.keys,
    scopes,
    startedMs: world.startedMs,
    maxUploadBytes: 2 * 2 ** 30,
    jobs: world.jobs.counts,
    budgets: budgets(world),
    web: true,
});

function serverEvents(world, response) {
    const say = events(response);
    const tell = () => {
        const running = world.jobs.all.filter((job) => job.state === 'running' || job.state === 'cancelling').map(detailed);
        say('server', { atMs: Date.now(), jobs: world.jobs.counts, budgets: budgets(world), running, rates: world.jobs.rates() });
    };
    tell();
    const timer = setInterval(tell, 1000);
    response.on('close', () => clearInterval(timer));
}
