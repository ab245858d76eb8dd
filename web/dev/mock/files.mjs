// Files of the disk, with ranges: the built page, videos and streams.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { problem, security, send } from './reply.mjs';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.jpg': 'image/jpeg',
    '.mp4': 'video/mp4',
    '.m4s': 'video/iso.segment',
    '.webm': 'video/webm',
    '.m3u8': 'application/vnd.apple.mpegurl',
    '.vtt': 'text/vtt',
};

/** The built page; every address that is no file of it is one of its views. */
export function servePage(path, request, response) {
    const file = join(dist, normalize(path));
    const found = file.startsWith(dist) && existsSync(file) && statSync(file).isFile();
    if (!found && !existsSync(join(dist, 'index.html'))) {
        send(response, 503, { 'Content-Type': 'text/plain' }, 'There is no page yet: npm run build\n');
        return;
    }
    serveFile(found ? file : join(dist, 'index.html'), request, response);
}

export function serveFile(file, request, response) {
    if (!existsSync(file)) {
        problem(response, 404, 'not_found', 'There is no such file.');
        return;
    }
    const size = statSync(file).size;
    const type = { 'Content-Type': types[extname(file)] ?? 'application/octet-stream', 'Accept-Ranges': 'bytes' };
    const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '');
    const start = range ? Number(range[1]) : 0;
    const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
    const part = range && { 'Content-Range': `bytes ${start}-${end}/${size}` };
    response.writeHead(range ? 206 : 200, { ...security, ...type, 'Content-Length': end - start + 1, ...part });
    const stream = createReadStream(file, { start, end });
    response.on('close', () => stream.destroy());
    stream.pipe(response);
}
