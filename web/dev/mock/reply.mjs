// What the server sends with everything; the same as the real one, so that what it forbids fails here too.
export const security = {
    'Content-Security-Policy':
        "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self' blob:; style-src 'self'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Referrer-Policy': 'same-origin',
};

export function send(response, status, headers, body) {
    response.writeHead(status, { ...security, ...headers });
    response.end(body);
}

export const json = (response, value, status = 200, headers = {}) =>
    send(response, status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers }, JSON.stringify(value));

export function problem(response, status, code, detail, headers = {}) {
    const body = { type: `urn:reelmill:error:${code}`, title: code.replaceAll('_', ' '), status, detail, code };
    send(response, status, { 'Content-Type': 'application/problem+json', ...headers }, JSON.stringify(body));
}

export function events(response) {
    response.writeHead(200, { ...security, 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    return (name, data, id) => response.write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
}

export async function bodyOf(request) {
    const parts = [];
    for await (const part of request) {
        parts.push(part);
    }
    return Buffer.concat(parts);
}

/** The parts of multipart/form-data, with just enough care for a mock. */
export function partsOf(request, body) {
    const boundary = /boundary="?([^";]+)/.exec(request.headers['content-type'] ?? '')?.[1];
    return body
        .toString('latin1')
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => {
            const at = part.indexOf('\r\n\r\n');
            const head = part.slice(0, at);
            return {
                name: /name="([^"]*)"/.exec(head)?.[1],
                file: /filename="([^"]*)"/.exec(head)?.[1],
                data: Buffer.from(part.slice(at + 4, -2), 'latin1'),
            };
        });
}
