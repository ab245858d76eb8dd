// Builds the page again whenever a file changes, and serves it from the made-up server of mock.mjs.
import { build } from 'vite';
import { startMock } from './mock.mjs';

await build({ build: { watch: {}, minify: false }, logLevel: 'warn' });
const { url } = await startMock({ keys: process.argv.includes('--keys') });
console.log(`The page with a made-up server: ${url}`);
