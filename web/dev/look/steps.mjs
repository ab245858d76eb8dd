// What a user does, from beginning to end. Each throws when the page does not answer as it should.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startMock } from '../mock.mjs';

const open = async (page, url) => {
    await page.goto(url);
    await page.locator('h1').waitFor();
};

/** A file that is dropped on an element. */
async function drop(page, target, name, type, bytes) {
    const transfer = await page.evaluateHandle(
        ([file, kind, data]) => {
            const made = new DataTransfer();
            made.items.add(new File([new Uint8Array(data)], file, { type: kind }));
            return made;
        },
        [name, type, [...bytes]],
    );
    await target.dispatchEvent('drop', { dataTransfer: transfer });
}

const submit = (page) => page.getByRole('button', { name: 'Submit', exact: true });

function expect(holds, what) {
    if (!holds) {
        throw new Error(what);
    }
}

export const steps = {
    async submitByUrl(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.keyboard.press('n');
        await page.getByRole('textbox', { name: 'URLs, one per line' }).fill('https://videos.example/a.mp4\n\nhttps://videos.example/b.mp4');
        const form = page.getByRole('dialog', { name: 'New job' });
        await form.getByRole('textbox', { name: 'Label' }).fill('by url');
        await form.getByRole('button', { name: 'High' }).click();
        await form.getByText('Options', { exact: true }).click();
        await form.getByRole('textbox', { name: 'every' }).fill('2s');
        await submit(page).click();
        await page.getByRole('heading', { name: 'by url' }).waitFor();
        await page.getByText('every=2s').waitFor();
        await page.goBack();
        expect(!(await form.isVisible()), 'going back opened the form again');
    },

    async submitByDrop(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.getByRole('button', { name: 'New job' }).click();
        await drop(page, page.getByTestId('drop-zone'), 'harbour.mp4', 'video/mp4', Buffer.alloc(600_000));
        await page.getByRole('list', { name: 'Files to upload' }).getByText('harbour.mp4').waitFor();
        let sent = 0;
        page.on('request', (request) => (sent += request.method() === 'POST' ? 1 : 0));
        const network = await page.context().newCDPSession(page);
        await network.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 200_000 });
        await submit(page).click();
        await page.getByRole('progressbar', { name: 'Upload' }).waitFor();
        await page.getByRole('button', { name: 'Stop the upload' }).click();
        await submit(page).waitFor();
        expect(sent === 1, 'stopping sent it again');
        await submit(page).click();
        await page.getByRole('region', { name: 'Items' }).getByText('harbour.mp4').first().waitFor();
    },

    async dropFolder(page, { mock }) {
        const folder = mkdtempSync(join(tmpdir(), 'dropped-'));
        mkdirSync(join(folder, 'day'));
        Array.from({ length: 230 }, (_, at) => writeFileSync(join(folder, 'day', `${at}.mp4`), 'x'));
        writeFileSync(join(folder, 'notes.txt'), 'x');
        await open(page, `${mock.url}/jobs?new=1`);
        const { x, y } = await page.getByTestId('drop-zone').boundingBox();
        const browser = await page.context().newCDPSession(page);
        for (const type of ['dragEnter', 'dragOver', 'drop']) {
            await browser.send('Input.dispatchDragEvent', { type, x: x + 40, y: y + 20, data: { items: [], files: [folder], dragOperationsMask: 1 } });
        }
        await page.getByText('230 files taken from folders; 1 other is no media').waitFor();
        await page.getByRole('list', { name: 'Files to upload' }).getByText('… and 130 more').waitFor();
        rmSync(folder, { recursive: true });
    },

    async dropOnList(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await drop(page, page.locator('main'), 'pier.mp4', 'video/mp4', Buffer.alloc(1000));
        await page.getByRole('dialog', { name: 'New job' }).getByText('pier.mp4').waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('dialog').waitFor({ state: 'detached' });
    },

    async refusedSubmissions(page, { mock }) {
        await open(page, `${mock.url}/jobs?new=1`);
        const urls = page.getByRole('textbox', { name: 'URLs, one per line' });
        await urls.fill('ftp://old.example/a.mp4');
        await page.getByText('Line 1 is no http or https URL').waitFor();
        expect(await submit(page).isDisabled(), 'a bad line can be submitted');
        await urls.fill('http://127.0.0.1/a.mp4');
        await submit(page).click();
        await page.getByRole('alert').getByText('blocked_address').waitFor();
        await urls.fill('https://busy.example/a.mp4');
        await submit(page).click();
        await page.getByRole('alert').getByText('Try again in 30 s.').waitFor();
    },

    async watchAndCancel(page, { mock }) {
        const job = mock.world.jobs.add({ pipeline: 'mine', inputs: Array.from({ length: 30 }, (_, at) => `https://v.example/${at}.mp4`), label: 'to cancel' });
        await open(page, `${mock.url}/jobs/${job.id}`);
        await page.getByRole('button', { name: 'Cancel job' }).click();
        await page.getByRole('status').getByText(/Cancel/).first().waitFor();
        await page.getByRole('button', { name: 'Delete' }).waitFor();
    },

    async retryFailed(page, { mock }) {
        const job = mock.world.jobs.all.find((one) => one.state === 'partial' || one.state === 'failed');
        await open(page, `${mock.url}/jobs/${job.id}`);
        await page.getByRole('region', { name: 'Failures by cause' }).getByRole('button', { name: 'Show them' }).click();
        await page.getByRole('button', { name: /^Failed \d+/, pressed: true }).waitFor();
        await page.getByRole('button', { name: 'Retry failed items' }).first().click();
        await page.getByRole('status').getByText(/Running|Queued/).first().waitFor();
    },

    async retryOneCause(page, { mock }) {
        const having = (one, code) => one.items.filter((item) => item.error?.code === code).length;
        const job = mock.world.jobs.all.find((one) => one.endedMs && having(one, 'http_503') > 0);
        const other = job.items.find((item) => item.state === 'done');
        Object.assign(other, { state: 'failed', error: { code: 'not_media', retryable: false, message: 'No media in it.', stderr: null } });
        await open(page, `${mock.url}/jobs/${job.id}`);
        const causes = page.getByRole('region', { name: 'Failures by cause' });
        await causes.getByText('not_media').waitFor();
        expect((await causes.getByRole('button', { name: /^Retry these/ }).count()) === 1, 'a cause that will not pass is offered for retry');
        await causes.getByRole('button', { name: 'Retry these: http_503' }).click();
        await causes.getByText('http_503').waitFor({ state: 'detached' });
        expect(having(job, 'http_503') === 0 && having(job, 'not_media') === 1, 'other causes were retried, too');
    },

    async filterSelectAndRetryMany(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.getByRole('group', { name: 'State' }).getByRole('button', { name: 'Partial' }).click();
        await page.waitForURL(/state=partial/);
        await page.getByRole('row', { name: /Succeeded/ }).first().waitFor({ state: 'detached' });
        await page.getByRole('checkbox', { name: /^Select (?!all)/ }).first().check();
        await page.getByRole('checkbox', { name: /^Select (?!all)/ }).nth(1).check();
        await page.getByRole('toolbar', { name: '2 selected' }).getByRole('button', { name: /Retry failed items/ }).click();
        await page.getByText('Retrying 2 jobs').waitFor();
    },

    async findAndDelete(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.keyboard.press('/');
        await page.keyboard.type('talks 2026 31');
        await page.getByRole('row', { name: /talks 2026 31/ }).waitFor();
        await page.getByRole('row', { name: /weekly crawl/ }).first().waitFor({ state: 'detached' });
        await page.getByRole('link', { name: 'talks 2026 31' }).click();
        await page.getByRole('button', { name: 'Delete' }).click();
        await page.getByRole('dialog', { name: 'Delete this job?' }).getByRole('button', { name: 'Delete' }).click();
        await page.getByText('The job has been deleted').waitFor();
    },

    async loadMoreJobs(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.getByRole('button', { name: 'Load more' }).click();
        await page.getByRole('row', { name: /weekly crawl 4 / }).waitFor();
    },

    async keyboard(page, { mock }) {
        await open(page, `${mock.url}/jobs`);
        await page.getByRole('row').nth(3).waitFor();
        await page.keyboard.press('j');
        await page.keyboard.press('j');
        await page.keyboard.press('x');
        await page.getByRole('toolbar', { name: '1 selected' }).waitFor();
        await page.keyboard.press('?');
        await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('g');
        await page.keyboard.press('l');
        await page.getByRole('heading', { name: 'Library', level: 1 }).waitFor();
    },

    async playAndSeek(page, { mock }) {
        const film = mock.world.library.videos.find((video) => video.hls ?? video.media);
        if (film === undefined) {
            return;
        }
        await open(page, `${mock.url}/library/${film.id}`);
        await page.waitForFunction(() => document.querySelector('video')?.readyState >= 2);
        await page.evaluate(() => document.querySelector('video').play());
        await page.waitForFunction(() => document.querySelector('video').currentTime > 0.5);
        await page.evaluate(() => document.querySelector('video').pause());
        const timeline = page.getByRole('slider', { name: 'Timeline of frames' });
        await timeline.focus();
        await page.keyboard.press('Home');
        await page.keyboard.press('ArrowRight');
        await page.keyboard.press('ArrowRight');
        const at = film.frames[2].timeMs;
        await page.waitForFunction((ms) => Math.abs(document.querySelector('video').currentTime * 1000 - ms) < 60, at);
        await page.waitForURL(new RegExp(`t=${at}`));
        const box = await timeline.boundingBox();
        await page.mouse.click(box.x + box.width / 2, box.y + 5);
        await page.waitForFunction((half) => Math.abs(document.querySelector('video').currentTime - half) < 2, film.durationSeconds / 2);
        expect((await timeline.getAttribute('aria-valuetext')).length > 4, 'the timeline does not say where it is');
    },

    async changeThreshold(page, { mock }) {
        const film = mock.world.library.videos[0];
        await open(page, `${mock.url}/library/${film.id}`);
        const panel = page.getByRole('region', { name: 'Thresholds' });
        const before = mock.world.library.info().frames.kept;
        await panel.getByRole('slider', { name: 'Least information' }).fill('6.8');
        await panel.getByText(/newly dropped/).waitFor();
        await panel.getByRole('button', { name: 'Reset' }).click();
        await panel.getByText(`The library keeps ${before} of`).waitFor();
        await panel.getByRole('spinbutton', { name: 'Least sharpness' }).fill('900');
        await panel.getByText(/newly dropped/).waitFor();
        await panel.getByRole('button', { name: 'Apply' }).click();
        const question = page.getByRole('dialog', { name: 'Apply these thresholds?' });
        await question.getByText(/Drops \d+ frames? in \d+ videos?\./).waitFor();
        await question.getByRole('button', { name: 'Apply' }).click();
        await panel.getByRole('progressbar', { name: 'Deciding again' }).waitFor();
        await panel.getByText(/The library keeps/).waitFor({ timeout: 20_000 });
        expect(mock.world.library.info().frames.kept < before, 'applying changed nothing');
        mock.world.library.apply({ ...mock.world.library.limits, minSharpness: 15 });
    },

    async searchByPicture(page, { mock }) {
        await open(page, `${mock.url}/search`);
        await drop(page, page.getByTestId('search-drop-zone'), 'a.txt', 'text/plain', Buffer.from('no picture'));
        await page.getByRole('alert').getByText('This is no picture').waitFor();
        const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
        await drop(page, page.getByTestId('search-drop-zone'), 'cat.png', 'image/png', Buffer.from(png, 'base64'));
        await page.getByRole('img', { name: 'Pictures like cat.png' }).waitFor();
        const first = page.getByRole('region', { name: 'Results' }).getByRole('link', { name: /^1\. Play/ });
        await first.click();
        await page.waitForURL(/\/library\/.+\?t=\d+/);
        await page.goBack();
        await page.getByRole('heading', { name: 'Search', level: 1 }).waitFor();
    },

    async framesLikeThisOne(page, { mock }) {
        const film = mock.world.library.videos[0];
        await open(page, `${mock.url}/library/${film.id}?t=${film.frames[1].timeMs}`);
        await page.getByRole('link', { name: 'Frames like this one' }).click();
        await page.getByRole('region', { name: 'Results' }).getByRole('link').nth(2).waitFor();
    },

    async signInAndOut(page, { locked }) {
        await open(page, `${locked.url}/jobs`);
        await page.getByLabel('API key').fill('rmk_wrong');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').getByText('unauthorized').waitFor();
        await page.getByLabel('API key').fill('rmk_read');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('heading', { name: 'Jobs' }).waitFor();
        expect((await page.getByRole('button', { name: 'New job' }).count()) === 0, 'a reader may submit');
        expect((await page.getByRole('link', { name: 'Settings' }).count()) === 0, 'a reader sees settings');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: /Sign in/ }).waitFor();
    },

    async makeAndRevokeKey(page, { locked }) {
        await page.context().addCookies([{ name: 'rmk', value: 'rmk_demo', url: locked.url }]);
        await open(page, `${locked.url}/settings`);
        await page.getByRole('button', { name: 'New key' }).click();
        await page.getByRole('textbox', { name: 'Name' }).fill('crawler');
        await page.getByRole('radio', { name: /submit/ }).first().check();
        await page.getByRole('button', { name: 'Create' }).click();
        await page.getByRole('dialog', { name: 'Your new key' }).getByText(/^rmk_/).waitFor();
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
        await page.getByRole('button', { name: 'Revoke crawler' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
        await page.getByRole('row', { name: /crawler/ }).getByText('revoked').waitFor();
    },

    async webhooks(page, { locked }) {
        await page.context().addCookies([{ name: 'rmk', value: 'rmk_demo', url: locked.url }]);
        await open(page, `${locked.url}/settings`);
        await page.getByRole('button', { name: 'New webhook' }).click();
        await page.getByRole('textbox', { name: 'URL' }).fill('https://hooks.example/new');
        await page.getByRole('button', { name: 'Create' }).click();
        await page.getByRole('dialog').getByText(/^whsec_/).waitFor();
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click();
        await page.getByRole('button', { name: 'Deliveries' }).first().click();
        await page.getByRole('button', { name: 'Send again' }).first().click();
        await page.getByText('It is being sent again').waitFor();
    },

    async languageAndTheme(page, { mock }) {
        await open(page, `${mock.url}/`);
        await page.getByRole('button', { name: /switch to Chinese/ }).click();
        await page.getByRole('heading', { name: '实时' }).waitFor();
        await page.getByRole('button', { name: '主题：跟随系统' }).click();
        await page.getByRole('button', { name: '主题：浅色' }).click();
        await page.reload();
        await page.getByRole('heading', { name: '实时' }).waitFor();
        expect((await page.evaluate(() => document.documentElement.dataset.theme)) === 'dark', 'the theme was forgotten');
        expect((await page.evaluate(() => document.documentElement.lang)) === 'zh-CN', 'the language is not on the document');
    },

    async lostConnection(page) {
        const server = await startMock({ port: 0 });
        await open(page, `${server.url}/`);
        await page.getByRole('status').getByText('Live').waitFor();
        await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => undefined);
        const port = Number(new URL(server.url).port);
        await server.stop();
        await page.getByRole('status').getByText('Connection lost').waitFor();
        await page.getByRole('link', { name: 'Jobs', exact: true }).click();
        const again = await startMock({ port });
        await page.getByRole('status').getByText('Live').waitFor({ timeout: 20_000 });
        await page.goto('about:blank');
        await again.stop();
    },
};
