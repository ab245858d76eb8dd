// /v1/keys and /v1/webhooks
import { randomBytes } from 'node:crypto';
import { newId } from './jobs.mjs';
import { bodyOf, json, problem, send } from './reply.mjs';

export async function admin({ world, request, response, path, scopes }) {
    const [place, id, part, delivery] = path;
    if (place !== 'keys' && place !== 'webhooks') {
        return false;
    }
    if (!scopes.includes('admin')) {
        problem(response, 403, 'forbidden', 'This needs the scope admin.');
        return true;
    }
    prepare(world);
    if (part === 'deliveries') {
        deliveries(world, response, delivery);
    } else if (request.method === 'DELETE') {
        remove(world, place, id);
        send(response, 204, {});
    } else if (request.method === 'POST') {
        json(response, create(world, place, JSON.parse(await bodyOf(request))), 201);
    } else {
        json(response, place === 'keys' ? world.apiKeys : world.webhooks);
    }
    return true;
}

function prepare(world) {
    world.deliveries ??= deliveriesOf(world);
    if (!world.keys || world.apiKeys.length > 0) {
        return;
    }
    const day = 86_400_000;
    const now = Date.now();
    world.apiKeys.push(
        { id: 'k1', name: 'laptop', scopes: ['read', 'submit', 'admin'], createdMs: now - 40 * day, expiresMs: null, lastUsedMs: now - 60_000, revoked: false },
        { id: 'k2', name: 'nightly crawl', scopes: ['read', 'submit'], createdMs: now - 12 * day, expiresMs: now + 78 * day, lastUsedMs: now - 9 * 3_600_000, revoked: false },
        { id: 'k3', name: 'old dashboard', scopes: ['read'], createdMs: now - 200 * day, expiresMs: now - 20 * day, lastUsedMs: null, revoked: true },
    );
    world.webhooks.push({ id: 'w1', url: 'https://hooks.example/reelmill', events: ['job.succeeded', 'job.failed'] });
}

function deliveriesOf(world) {
    const now = Date.now();
    const attempt = (ageMs, status, error = null) => ({ atMs: now - ageMs, status, error });
    return [
        { id: 'd3', event: 'job.failed', jobId: world.jobs.all[9].id, state: 'pending', attempts: [attempt(50_000, null, 'connection refused'), attempt(20_000, 503)], nextMs: now + 70_000 },
        { id: 'd2', event: 'job.succeeded', jobId: world.jobs.all[8].id, state: 'delivered', attempts: [attempt(3_600_000, 200)], nextMs: null },
        { id: 'd1', event: 'job.succeeded', jobId: world.jobs.all[7].id, state: 'failed', attempts: [attempt(7_200_000, 410)], nextMs: null },
    ];
}

function create(world, place, wish) {
    const secret = randomBytes(24).toString('base64url');
    if (place === 'keys') {
        const { expiresInSeconds, ...given } = wish;
        const key = { id: newId(), ...given, createdMs: Date.now(), expiresMs: expiresInSeconds ? Date.now() + expiresInSeconds * 1000 : null, lastUsedMs: null, revoked: false };
        world.apiKeys.unshift(key);
        return { ...key, key: `rmk_${secret}` };
    }
    const hook = { id: newId(), ...wish };
    world.webhooks.unshift(hook);
    return { ...hook, secret: `whsec_${secret}` };
}

function remove(world, place, id) {
    if (place === 'keys') {
        world.apiKeys.find((key) => key.id === id).revoked = true;
    } else {
        world.webhooks = world.webhooks.filter((hook) => hook.id !== id);
    }
}

function deliveries(world, response, delivery) {
    if (delivery === undefined) {
        json(response, world.deliveries);
        return;
    }
    const found = world.deliveries.find((one) => one.id === delivery);
    if (found === undefined) {
        problem(response, 404, 'not_found', 'There is no such delivery.');
        return;
    }
    found.attempts.push({ atMs: Date.now(), status: 200, error: null });
    Object.assign(found, { state: 'delivered', nextMs: null });
    send(response, 202, {});
}
