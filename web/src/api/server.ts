import { request } from './client';
import type { Job } from './jobs';

export type Scope = 'read' | 'submit' | 'admin';

/** A limit that all jobs share: how many slots there are, how many are taken and how many wait for one. */
export interface Budget {
    name: string;
    slots: number;
    used: number;
    waiting: number;
}

export interface JobCounts {
    queued: number;
    running: number;
    limit: number;
}

export interface ServerInfo {
    version: string;
    /** The library's name. */
    library: string;
    /** The server has no keys: the token that it printed at its start opens it. */
    token: boolean;
    /** Empty when nobody is signed in. */
    scopes: Scope[];
    startedMs: number;
    maxUploadBytes: number;
    jobs: JobCounts;
    budgets: Budget[];
}

/** What `/v1/events` says once a second. */
export interface ServerEvent {
    atMs: number;
    jobs: JobCounts;
    budgets: Budget[];
    running: Job[];
    rates: { itemsPerSecond: number; framesPerSecond: number };
}

export interface PipelineOption {
    key: string;
    /** A family has keys with names of the user's own, such as rules.NAME. */
    type: 'text' | 'family' | 'switch' | 'choice' | 'number' | 'duration';
    syntax: string;
    choices: string[] | null;
    default: string;
    description: string;
}

export interface Pipeline {
    name: string;
    description: string;
    /** Whether it takes URLs or files. */
    inputs: boolean;
    options: PipelineOption[];
}

export const getServer = (signal?: AbortSignal): Promise<ServerInfo> => request('/v1/server', { ...(signal && { signal }) });

export const getPipelines = (signal: AbortSignal): Promise<Pipeline[]> => request('/v1/pipelines', { signal });

export const signIn = (key: string): Promise<void> => request('/v1/session', { method: 'POST', body: { key } });

export const signOut = (): Promise<void> => request('/v1/session', { method: 'DELETE' });
