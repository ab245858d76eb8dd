import { request } from './client';
import type { Scope } from './server';

export interface ApiKey {
    id: string;
    name: string;
    scopes: Scope[];
    createdMs: number;
    expiresMs: number | null;
    lastUsedMs: number | null;
    revoked: boolean;
}

/** The only answer that has the key itself. */
export interface NewKey {
    id: string;
    key: string;
}

export type WebhookEvent = 'job.succeeded' | 'job.partial' | 'job.failed' | 'job.cancelled';
export const webhookEvents: readonly WebhookEvent[] = ['job.succeeded', 'job.partial', 'job.failed', 'job.cancelled'];

export interface Webhook {
    id: string;
    url: string;
    events: WebhookEvent[];
}

export interface NewWebhook extends Webhook {
    secret: string;
}

export interface Delivery {
    id: string;
    event: string;
    jobId: string;
    state: 'pending' | 'delivered' | 'failed';
    attempts: { atMs: number; status: number | null; error: string | null }[];
    nextMs: number | null;
}

const hook = (id: string, rest = ''): string => `/v1/webhooks/${encodeURIComponent(id)}${rest}`;

export const listKeys = (signal: AbortSignal): Promise<ApiKey[]> => request('/v1/keys', { signal });

export const createKey = (name: string, scopes: Scope[], expiresInSeconds: number | null): Promise<NewKey> =>
    request('/v1/keys', { method: 'POST', body: { name, scopes, ...(expiresInSeconds !== null && { expiresInSeconds }) } });

export const revokeKey = (id: string): Promise<void> => request(`/v1/keys/${encodeURIComponent(id)}`, { method: 'DELETE' });

export const listWebhooks = (signal: AbortSignal): Promise<Webhook[]> => request('/v1/webhooks', { signal });

export const createWebhook = (url: string, events: WebhookEvent[]): Promise<NewWebhook> =>
    request('/v1/webhooks', { method: 'POST', body: { url, events } });

export const deleteWebhook = (id: string): Promise<void> => request(hook(id), { method: 'DELETE' });

export const listDeliveries = (id: string, signal: AbortSignal): Promise<Delivery[]> => request(hook(id, '/deliveries'), { signal });

export const replayDelivery = (id: string, delivery: string): Promise<void> =>
    request(hook(id, `/deliveries/${encodeURIComponent(delivery)}/replay`), { method: 'POST' });
