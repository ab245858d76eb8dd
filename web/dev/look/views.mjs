// Every view, in the state that says most about it.
export function views({ mock, locked, drawn, long }) {
    const { jobs, library } = mock.world;
    const running = jobs.all.find((job) => job.label === 'street cameras, November') ?? jobs.all[0];
    const ended = jobs.all.find((job) => job.state === 'partial');
    const film = library.videos.find((video) => video.hls) ?? library.videos[0];
    const seen = library.videos.find((video) => video.frames.some((frame) => (frame.detections?.length ?? 0) > 1)) ?? film;
    const boxes = seen.frames.find((frame) => frame.timeMs > 0 && (frame.detections?.length ?? 0) > 1) ?? seen.frames[0];
    const twin = [...library.decisions].find(([frame, decision]) => frame.video === film.id && decision.twin)?.[0] ?? film.frames[3];
    const at = (path) => mock.url + path;
    return [
        { name: 'now', url: at('/'), settleMs: 2500 },
        { name: 'jobs', url: at('/jobs') },
        { name: 'jobs-selected', url: at('/jobs?state=failed,partial'), prepare: selectTwo },
        { name: 'submit', url: at('/jobs?new=1'), prepare: fillForm, part: true },
        { name: 'job-running', url: at(`/jobs/${running.id}`), settleMs: 1500 },
        { name: 'job-ended', url: at(`/jobs/${ended.id}`), settleMs: 1200 },
        { name: 'library', url: at('/library') },
        { name: 'video', url: at(`/library/${film.id}?t=${twin.timeMs}`), settleMs: 2000 },
        { name: 'video-boxes', url: at(`/library/${seen.id}?t=${boxes.timeMs}`), settleMs: 1500 },
        { name: 'video-preview', url: at(`/library/${film.id}?t=2000`), prepare: moveSlider, settleMs: 1000 },
        { name: 'slideshow', url: `${drawn.url}/library/${drawn.world.library.videos[2].id}?t=9000` },
        { name: 'video-long', url: `${long.url}/library/${long.world.library.videos.at(-1).id}?t=21600000`, prepare: allFrames },
        { name: 'search', url: at('/search') },
        { name: 'search-results', url: at(`/search?frame=${film.id}/${film.frames[5].timeMs}`) },
        { name: 'missing', url: at('/nowhere') },
        { name: 'shortcuts', url: at('/jobs'), prepare: (page) => page.keyboard.press('?'), part: true },
        { name: 'sign-in', url: `${locked.url}/` },
        { name: 'settings', url: `${locked.url}/settings`, key: 'rmk_demo', prepare: openDeliveries },
    ];
}

async function selectTwo(page) {
    const boxes = page.locator('tbody input[type=checkbox]');
    await boxes.nth(0).check();
    await boxes.nth(1).check();
}

async function fillForm(page) {
    await page.locator('#urls').fill('https://videos.example/a.mp4\nhttps://videos.example/b.mp4');
    await page.locator('.drop-zone input').setInputFiles([{ name: 'harbour.mp4', mimeType: 'video/mp4', buffer: Buffer.alloc(734_003) }]);
    await page.locator('.options > summary').click();
}

async function allFrames(page) {
    await page.locator('.chip', { hasText: /43,200/ }).waitFor({ timeout: 60_000 });
}

async function moveSlider(page) {
    await page.locator('.limit-exact').first().fill('800');
}

async function openDeliveries(page) {
    await page.locator('.webhooks button[aria-expanded]').click();
}
