import { createHash } from 'node:crypto';
import { defineConfig } from 'vite';

const noStreams = new URL('src/report/noStreams.ts', import.meta.url).pathname;

const hashOf = (content) => `'sha256-${createHash('sha256').update(content).digest('base64')}'`;

/** Puts the script and the style into the page, and forbids it everything else: a report is one file that asks no network. */
function inOneFile() {
    return {
        name: 'in-one-file',
        enforce: 'post',
        generateBundle(_, bundle) {
            const page = Object.values(bundle).find((file) => file.fileName === 'report.html');
            const script = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry);
            if (page?.type !== 'asset' || script?.type !== 'chunk') {
                throw new Error('The report needs one page and one script.');
            }
            const styles = Object.values(bundle).flatMap((file) => (file.type === 'asset' && file.fileName.endsWith('.css') ? [file] : []));
            const style = styles.map((file) => String(file.source)).join('\n');
            // Neither may end its element.
            const code = script.code.trimEnd().replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
            const policy = `default-src 'none'; img-src data:; style-src ${hashOf(style)}; script-src ${hashOf(code)}; base-uri 'none'; form-action 'none'`;
            page.source = String(page.source)
                .replace(/\s*<script type="module"[^>]*><\/script>/, '')
                .replace(/\s*<link rel="(?:stylesheet|modulepreload)"[^>]*>/g, '')
                .replace('<title>', () => `<meta http-equiv="Content-Security-Policy" content="${policy}" />\n        <title>`)
                .replace('</head>', () => `<style>${style}</style></head>`)
                .replace('</body>', () => `<script type="module">${code}</script></body>`);
            [script, ...styles].forEach((file) => delete bundle[file.fileName]);
        },
    };
}

/** The template of reports: the second page, after the one of serve. */
export default defineConfig({
    publicDir: false,
    plugins: [inOneFile()],
    // A report has no streams to play.
    resolve: { alias: { 'hls.js/light': noStreams, 'hls.js': noStreams } },
    build: {
        target: 'es2022',
        emptyOutDir: false,
        sourcemap: false,
        modulePreload: false,
        cssCodeSplit: false,
        rollupOptions: { input: 'report.html', output: { inlineDynamicImports: true } },
    },
});
