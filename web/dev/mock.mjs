// A server that speaks the API of 'reelmill serve' with made-up jobs, for work on the page without the real one.
//   node dev/mock.mjs [--port 8787] [--keys] [--long]
// --keys asks for a key (rmk_demo has every scope, rmk_read only reads). --long adds a video of twelve hours. REELMILL_MOCK_LIBRARY names a folder with
// 'lib' (a library) and 'frames.jsonl' (reelmill export --format jsonl); without it there are drawn pictures.
import { createServer } from 'node:http';
import { pathToFileURL } from 'node:url';
import { Jobs } from './mock/jobs.mjs';
import { openLibrary } from './mock/library.mjs';
import { answer } from './mock/routes.mjs';

export function startMock({ port = 8787, keys = false, long = false, folder = process.env.REELMILL_MOCK_LIBRARY } = {}) {
    const library = openLibrary(folder, long);
    const world = { keys, library, jobs: new Jobs(library), startedMs: Date.now(), apiKeys: [], webhooks: [] };
    const server = createServer((request, response) => {
        answer(world, request, response).catch((error) => {
            if (error.code !== 'ECONNRESET') {
                console.error(request.method, request.url, error);
            }
            response.destroy();
        });
    });
    return new Promise((resolve) => {
        server.listen(port, '127.0.0.1', () => resolve({ url: `http://127.0.0.1:${server.address().port}`, world, stop: () => stop(server, world) }));
    });
}

function stop(server, world) {
    world.jobs.stop();
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
    const at = process.argv.indexOf('--port');
    const { url } = await startMock({ port: at < 0 ? 8787 : Number(process.argv[at + 1]), keys: process.argv.includes('--keys'), long: process.argv.includes('--long') });
    console.log(`The page with a made-up server: ${url}`);
}
