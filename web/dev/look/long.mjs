// A video of twelve hours: it comes in pages, only what is in view is in the document, and its page answers at once.
const mostNodes = 3000;
const mostBytes = 4_000_000;

export async function longVideo(page, { long }) {
    const video = long.world.library.videos.at(-1);
    const pages = [];
    page.on('response', async (response) => {
        if (/\/frames\?|\/preview$/.test(response.url())) {
            pages.push((await response.body()).length);
        }
    });
    const began = performance.now();
    const since = () => Math.round(performance.now() - began);
    await page.goto(`${long.url}/library/${video.id}`);
    await page.getByRole('slider', { name: 'Timeline of frames' }).waitFor();
    const shownMs = since();
    await page.getByRole('button', { name: 'All 43,200' }).waitFor({ timeout: 60_000 });
    const wholeMs = since();

    const slider = page.getByRole('slider', { name: 'Timeline of frames' });
    const seekMs = await timed(async () => {
        await slider.focus();
        await page.keyboard.press('End');
        await page.getByRole('heading', { name: /Frame at 11:59:59/ }).waitFor();
        await page.locator('.strip button[aria-current]').getByText('11:59:59').waitFor();
    });
    const filterMs = await timed(async () => {
        await page.getByRole('button', { name: /^Blurred / }).click();
        await page.getByRole('button', { name: /^Blurred /, pressed: true }).waitFor();
    });
    await page.getByRole('button', { name: /^All / }).click();
    const scrollMs = await timed(async () => {
        await page.locator('.strip-view').evaluate((view) => (view.scrollTop = view.scrollHeight / 2));
        await page.locator('.strip').getByText(/^[56]:\d\d:\d\d$/).first().waitFor();
    });
    const moveMs = await timed(async () => {
        await page.getByRole('spinbutton', { name: 'Least sharpness' }).fill('800');
        await page.getByRole('button', { name: /^Would change / }).waitFor();
    });
    const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
    console.log(`43,200 frames: shown after ${shownMs} ms, whole after ${wholeMs} ms; to the end ${seekMs} ms, filter ${filterMs} ms, scroll ${scrollMs} ms, limit ${moveMs} ms; ${nodes} nodes; ${pages.length} answers, the largest ${Math.max(...pages)} bytes`);
    if (nodes > mostNodes || pages.length < 5 || Math.max(...pages) > mostBytes) {
        throw new Error(`${nodes} nodes in the document, ${pages.length} answers, the largest of ${Math.max(...pages)} bytes`);
    }
}

async function timed(work) {
    const began = performance.now();
    await work();
    return Math.round(performance.now() - began);
}
