// What can be checked about a view without knowing it: names, landmarks, headings, contrast, width.
export async function faultsOf(page) {
    return page.evaluate(() => {
        const found = [];
        const say = (what, element) => found.push(`${what}: ${element.outerHTML.slice(0, 120)}`);
        const seen = (element) => element.checkVisibility({ checkOpacity: false });
        const text = (element) => (element.textContent ?? '').trim();
        const nameOf = (element) =>
            element.getAttribute('aria-label') ||
            (element.getAttribute('aria-labelledby') ?? '')
                .split(' ')
                .filter(Boolean)
                .map((id) => text(document.getElementById(id) ?? document.createElement('i')))
                .join(' ') ||
            Array.from(element.labels ?? []).map(text).join(' ') ||
            text(element) ||
            element.querySelector('img[alt]')?.getAttribute('alt') ||
            '';

        for (const element of document.querySelectorAll('button, a[href], input, select, textarea, [role=slider], [role=progressbar], [role=meter], [role=img], video, dialog')) {
            if (seen(element) && nameOf(element) === '') {
                say('has no name', element);
            }
        }
        document.querySelectorAll('img:not([alt])').forEach((element) => say('has no alt', element));
        const ids = Array.from(document.querySelectorAll('[id]'), (element) => element.id);
        ids.filter((id, index) => ids.indexOf(id) !== index).forEach((id) => found.push(`id twice: ${id}`));
        for (const element of document.querySelectorAll('[aria-labelledby], [aria-describedby], label[for]')) {
            const named = [element.getAttribute('aria-labelledby'), element.getAttribute('aria-describedby'), element.getAttribute('for')].filter(Boolean).join(' ');
            named.split(' ').filter((id) => document.getElementById(id) === null).forEach((id) => say(`names #${id}, which is not there`, element));
        }
        if (document.querySelectorAll('main').length !== 1) {
            found.push(`${document.querySelectorAll('main').length} main landmarks`);
        }
        if (Array.from(document.querySelectorAll('h1')).filter(seen).length > 1) {
            found.push('more than one h1');
        }
        if (document.documentElement.scrollWidth > document.documentElement.clientWidth) {
            const wide = Array.from(document.querySelectorAll('main *')).find((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest('.table-scroll'));
            found.push(`wider than the screen by ${document.documentElement.scrollWidth - document.documentElement.clientWidth}: ${wide?.outerHTML.slice(0, 120)}`);
        }
        if (document.documentElement.scrollHeight > 20_000) {
            found.push(`higher than anybody scrolls: ${document.documentElement.scrollHeight}`);
        }
        return [...new Set([...found, ...contrastFaults()])];

        function contrastFaults() {
            const faults = [];
            const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
            const rgba = (color) => {
                canvas.clearRect(0, 0, 1, 1);
                canvas.fillStyle = color;
                canvas.fillRect(0, 0, 1, 1);
                const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
                return [r, g, b, a / 255];
            };
            const over = (top, under) => top.slice(0, 3).map((part, index) => part * top[3] + under[index] * (1 - top[3]));
            const light = (color) => {
                const [r, g, b] = color.map((part) => (part / 255 <= 0.03928 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = (element) => {
                const layers = [];
                for (let one = element; one; one = one.parentElement) {
                    if (getComputedStyle(one).backgroundImage.includes('gradient') && !(one instanceof HTMLSelectElement)) {
                        return null;
                    }
                    layers.push(rgba(getComputedStyle(one).backgroundColor));
                }
                return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
            };
            for (const element of document.querySelectorAll('body *')) {
                const own = Array.from(element.childNodes).some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
                if (!own || !seen(element) || element.closest('[disabled], svg, .unseen, .picture') || element.closest('dialog') === null && document.querySelector('dialog[open]')) {
                    continue;
                }
                const background = behind(element);
                if (background === null) {
                    continue;
                }
                const style = getComputedStyle(element);
                const [a, b] = [light(over(rgba(style.color), background)), light(background)].sort((x, y) => y - x);
                const ratio = (a + 0.05) / (b + 0.05);
                const large = parseFloat(style.fontSize) >= 18.66;
                if (ratio < (large ? 3 : 4.5)) {
                    faults.push(`contrast ${ratio.toFixed(2)}: ${element.outerHTML.slice(0, 120)}`);
                }
            }
            return faults;
        }
    });
}
