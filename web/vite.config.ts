import { defineConfig } from 'vitest/config';

export default defineConfig({
    build: {
        target: 'es2022',
        sourcemap: false,
        // The server forbids inline content, so nothing may become a data: URL in a style sheet either.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // hls.js is one package and larger than this by itself; it loads only where a stream is played.
        chunkSizeWarningLimit: 700,
    },
    // The tests hold what the page says of the server to the server's own files.
    server: { fs: { allow: ['..'] } },
    test: {
        include: ['src/**/*.test.{ts,tsx}'],
        // Only a hang reaches this: a loaded machine can take half a minute for a moment's work.
        testTimeout: 300_000,
        hookTimeout: 300_000,
    },
});
