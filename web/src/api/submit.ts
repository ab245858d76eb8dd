import { announceSignedOut, request } from './client';
import type { Job, Priority } from './jobs';
import { Problem } from './problem';

export interface Submission {
    pipeline: string;
    inputs: string[];
    options: Record<string, string>;
    label?: string;
    priority?: Priority;
}

/** Submits a job whose inputs, if it has any, are URLs. The key makes sending it twice harmless. */
export const submit = (job: Submission, key: string): Promise<Job> =>
    request('/v1/jobs', { method: 'POST', body: job, headers: { 'Idempotency-Key': key } });

/**
 * Submits a job with files. XMLHttpRequest, because fetch does not tell how much has been sent.
 * @param onSent Called with the share that has been sent, 0 to 1.
 */
export function submitFiles(job: Submission, files: File[], key: string, onSent: (share: number) => void, signal: AbortSignal): Promise<Job> {
    return new Promise((resolve, reject) => {
        const xhr = new XMLHttpRequest();
        xhr.open('POST', '/v1/jobs');
        xhr.setRequestHeader('Accept', 'application/json');
        xhr.setRequestHeader('Idempotency-Key', key);
        xhr.upload.onprogress = (event) => onSent(event.lengthComputable ? event.loaded / event.total : 0);
        xhr.onload = () => {
            if (xhr.status >= 200 && xhr.status < 300) {
                resolve(JSON.parse(xhr.responseText) as Job);
                return;
            }
            if (xhr.status === 401) {
                announceSignedOut();
            }
            reject(Problem.read(xhr.status, xhr.responseText, xhr.getResponseHeader('Retry-After')));
        };
        xhr.onerror = () => reject(Problem.unreachable());
        xhr.onabort = () => reject(new DOMException('The upload was stopped.', 'AbortError'));
        signal.addEventListener('abort', () => xhr.abort(), { once: true });
        xhr.send(formOf(job, files));
    });
}

/** The job comes first, so that the server knows what the files are for before it reads them. */
function formOf(job: Submission, files: File[]): FormData {
    const form = new FormData();
    form.append('job', JSON.stringify(job));
    files.forEach((file) => form.append('file', file, file.name));
    return form;
}

/** 128 random bits in hexadecimal; crypto.randomUUID exists on secure origins only. */
export function newKey(): string {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
