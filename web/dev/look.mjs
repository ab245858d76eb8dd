// Opens every view in Chromium at the widths of a desk and of a phone, light and dark, takes pictures of them, does
// what a user does, and fails when the console has an error, something wants a name, or a view is too wide.
//   node dev/look.mjs [--out DIR] [--only NAME]      CHROMIUM names the browser (/usr/bin/chromium by default)
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { chromium } from 'playwright-core';
import { violationsIn } from './look/axe.mjs';
import { faultsOf } from './look/faults.mjs';
import { longVideo } from './look/long.mjs';
import { steps } from './look/steps.mjs';
import { views } from './look/views.mjs';
import { startMock } from './mock.mjs';

const argument = (name, fallback) => (process.argv.includes(name) ? process.argv[process.argv.indexOf(name) + 1] : fallback);
const out = argument('--out', join(tmpdir(), 'web-shots'));
const only = argument('--only', '');
mkdirSync(out, { recursive: true });

const servers = {
    mock: await startMock({ port: 0 }),
    locked: await startMock({ port: 0, keys: true }),
    drawn: await startMock({ port: 0, folder: '' }),
    long: await startMock({ port: 0, folder: '', long: true }),
};
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--headless', '--no-sandbox', '--disable-gpu'] });
const faults = [];
const note = (where, found) => found.forEach((fault) => faults.push(`${where}: ${fault}`));

const desk = { width: 1280, height: 900 };
const phone = { width: 390, height: 844 };
const small = { width: 360, height: 740 };
for (const [viewport, colorScheme, locale] of [
    [desk, 'light', 'en-GB'],
    [desk, 'dark', 'en-GB'],
    [phone, 'light', 'en-GB'],
    [phone, 'dark', 'en-GB'],
    [small, 'light', 'zh-CN'],
    [desk, 'light', 'zh-CN'],
]) {
    const touch = viewport !== desk;
    const context = await browser.newContext({ viewport, colorScheme, locale, reducedMotion: 'reduce', isMobile: touch, hasTouch: touch });
    for (const view of views(servers).filter(({ name }) => name.includes(only))) {
        await look(context, view, `${view.name}-${viewport.width}-${colorScheme}-${locale.slice(0, 2)}`);
    }
    await context.close();
}

for (const [name, step] of Object.entries({ ...steps, longVideo }).filter(([name]) => name.includes(only))) {
    const context = await browser.newContext({ viewport: desk, locale: 'en-GB' });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const said = listen(page);
    await step(page, servers).catch(async (error) => {
        note(name, [error.message.split('\n').slice(0, 8).join(' ')]);
        await page.screenshot({ path: join(out, `fault-${name}.png`) });
    });
    note(name, said);
    await context.close();
}

await browser.close();
await Promise.all(Object.values(servers).map((server) => server.stop()));
console.log(`Pictures are in ${out}.`);
faults.forEach((fault) => console.error(fault));
process.exitCode = faults.length > 0 ? 1 : 0;

async function look(context, view, where) {
    if (view.key) {
        await context.addCookies([{ name: 'rmk', value: view.key, url: view.url }]);
    }
    const page = await context.newPage();
    const said = listen(page);
    await page.goto(view.url);
    await page.locator('h1').first().waitFor({ timeout: 8000 }).catch(() => said.push('no heading after 8 s'));
    await view.prepare?.(page);
    await page.waitForTimeout(view.settleMs ?? 600);
    await page.waitForFunction(() => Array.from(document.images).every((image) => image.complete || image.loading === 'lazy'));
    await page.screenshot({ path: join(out, `${where}.png`), fullPage: !view.part });
    note(where, [...said, ...(await faultsOf(page)), ...(await violationsIn(page))]);
    await page.close();
}

function listen(page) {
    const said = [];
    page.on('console', (message) => message.type() === 'error' && !expected(message.text()) && said.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => said.push(`threw: ${error.message}`));
    return said;
}

/** The browser itself reports refused requests and lost connections; where a step asks for them, they are no fault of the page. */
function expected(text) {
    return /the server responded with a status of 4(00|01|04|09|29)|net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)/.test(text);
}
