// Videos that nobody has filmed: seeded scores and pictures in SVG.
const titles = ['Harbour at dawn', 'Street crossing, camera 4', 'Conference talk', 'Mountain drone flight', 'Night market', 'Wind tunnel, run 12'];

function random(seed) {
    let state = seed;
    return () => {
        state = (state * 1664525 + 1013904223) % 4294967296;
        return state / 4294967296;
    };
}

export function drawnFrames() {
    return titles.map((title, index) => drawnVideo(title, index, (next) => 40 + Math.floor(next() * 160)));
}

/** Twelve hours, a frame a second. */
export const longVideo = () => drawnVideo('Twelve hours of a street', titles.length, () => 43_200);

function drawnVideo(title, index, secondsOf) {
    const next = random(index * 977 + 11);
    const id = Array.from({ length: 20 }, () => Math.floor(next() * 16).toString(16)).join('');
    const durationSeconds = secondsOf(next);
    const frames = Array.from({ length: durationSeconds }, (_, second) => drawnFrame(id, second, next));
    const facts = { title, durationSeconds, width: 1280, height: 720, fps: 25, codec: 'h264', hls: null, media: null, damaged: index === 4 };
    return { id, source: `https://videos.example/${index}.mp4`, ...facts, frames };
}

function drawnFrame(video, second, next) {
    const scene = Math.floor(second / 7);
    const fade = next() < 0.05;
    const hash = (BigInt(scene * 7919 + 1) * 0x9e3779b97f4a7c15n & 0xffffffffffffffffn) ^ (1n << BigInt(Math.floor(next() * 64))) ^ (next() < 0.4 ? 0xff00n : 0n);
    return {
        video,
        timeMs: second * 1000,
        hash: hash.toString(16),
        width: 1280,
        height: 720,
        sharpness: 6 + next() ** 3 * 2400,
        dark: fade ? 0.1 : 0.5 + next() * 0.5,
        bright: next() * 0.3,
        mean: fade ? 0.05 : 0.3 + next() * 0.4,
        contrast: fade ? 0.01 : 0.1 + next() * 0.2,
        information: fade ? 0.8 : 5 + next() * 2.5,
        motion: second === 0 ? null : next() * 0.3,
        detections: next() < 0.5 ? [{ class: next() < 0.6 ? 'person' : 'car', score: 0.4 + next() * 0.6, x: 200 + next() * 500, y: 200, width: 180, height: 320 }] : null,
    };
}

export function draw(video, frame) {
    const hue = frame.low % 360;
    const light = Math.round(frame.mean * 90);
    const x = 200 + ((frame.timeMs / 40) % 800);
    return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1280 720" width="1280" height="720"><rect width="1280" height="720" fill="hsl(${hue} 30% ${light}%)"/><path d="M0 520 320 380 560 500 900 340 1280 520V720H0z" fill="hsl(${hue} 35% ${Math.round(light * 0.6)}%)"/><circle cx="${x}" cy="220" r="80" fill="hsl(${(hue + 40) % 360} 60% ${Math.min(90, light + 25)}%)"/></svg>`;
}
