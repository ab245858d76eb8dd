'use strict';
// Plays an HLS output with hls.js and tells what happened. Each scenario at the end of this file runs once on a
// fresh page and returns the same document; what went wrong is in it and is never thrown.

const video = document.querySelector('video');
const playback = { problem: null, renditions: [], runs: [], switches: [], seeks: [], sounds: [], subtitles: [], errors: [], waits: [] };
const now = { asked: null, rendition: -1, sound: -1, frame: -1, deadline: 0, moved: 0, wait: null, started: false };

// A server on this machine needs no second try: what a retry would hide is a fault of the output.
const once = { default: { maxTimeToFirstByteMs: 60000, maxLoadTimeMs: 60000, timeoutRetry: null, errorRetry: null } };
const strict = { manifestLoadPolicy: once, playlistLoadPolicy: once, fragLoadPolicy: once, keyLoadPolicy: once };

// How much is loaded ahead, and how many seconds of it before it starts: with all of it a busy machine cannot make it
// wait, and with almost nothing every seek has to load what it shows.
const usual = { lead: 8, config: {} };
const whole = { lead: Infinity, config: { maxBufferLength: 3600, maxMaxBufferLength: 3600, maxBufferSize: 1 << 30 } };
const little = { lead: 0, config: { maxBufferLength: 1, maxMaxBufferLength: 1, maxBufferSize: 0, backBufferLength: 0 } };

// What hls.js says in passing: it dropped a load that it no longer wants, or the first segment of a transport stream
// came to lie elsewhere than it had guessed. Frames that are really missing make it stall or jump, which is reported.
const harmless = ['aborted', 'bufferAppendNoProgress'];

// How many seconds nothing at all may be loaded or played: four browsers at once on a busy machine made it wait for 15.
const patience = 60;

let hls = null;

video.addEventListener('waiting', () => {
  now.wait = { at: video.currentTime, cause: video.seeking ? 'seek' : !now.started ? 'start' : isFed() ? 'time' : 'data', since: performance.now() };
});
video.addEventListener('playing', () => {
  now.started = true;
  endWait();
});
video.addEventListener('timeupdate', move);
video.requestVideoFrameCallback(function note(_, frame) {
  now.frame = frame.mediaTime;
  video.requestVideoFrameCallback(note);
});

function endWait() {
  if (now.wait) {
    playback.waits.push({ at: now.wait.at, cause: now.wait.cause, milliseconds: Math.round(performance.now() - now.wait.since) });
    now.wait = null;
  }
}

function move() {
  now.moved = performance.now();
}

function ranges(times) {
  return [...Array(times.length).keys()].map(i => ({ start: times.start(i), end: times.end(i) }));
}

/** What can be played, such as '0-8.2 s, 10-12 s'. */
function held() {
  const tenths = time => Math.round(time * 10) / 10;
  return ranges(video.buffered).map(r => `${tenths(r.start)}-${tenths(r.end)} s`).join(', ') || 'nothing';
}

/** How many seconds are there to be played. */
function ahead() {
  return ranges(video.buffered).find(r => r.start <= video.currentTime && r.end > video.currentTime)?.end - video.currentTime || 0;
}

/** Whether what comes next is there: a player that stands still all the same has a busy machine, not a bad output. */
function isFed() {
  return ahead() > 1;
}

/** Waits until something holds; fails when nothing moves, at the deadline, on a fatal error, and at the video's end. */
function until(what, holds) {
  move();
  return new Promise((resolve, reject) => {
    const timer = setInterval(() => {
      const fatal = playback.errors.find(e => e.fatal);
      const reason = fatal ? `hls.js gave up with ${fatal.details}`
        : video.error ? `the video failed with ${video.error.code} ${video.error.message}`
        : performance.now() > now.deadline ? 'the time was over'
        : performance.now() > now.moved + patience * 1000 ? `nothing moved for ${patience} s`
        : null;
      if (holds()) {
        clearInterval(timer);
        resolve();
      } else if (reason || video.ended) {
        clearInterval(timer);
        reject(new Error(`waited for ${what}, but ${reason ?? 'the video ended'} at ${video.currentTime} s with ${held()} loaded`));
      }
    }, 20);
  });
}

function complain(e) {
  const late = e.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && isFed();
  if (!late && !harmless.includes(e.details)) {
    const { details, fatal } = e;
    playback.errors.push({ details, fatal, at: video.currentTime, url: e.url ?? e.frag?.url ?? null, reason: e.reason ?? e.error?.message ?? null });
  }
}

/** Ends what plays, if anything does, and notes how far it came. */
function close() {
  if (!hls) {
    return;
  }

  endWait();
  const { totalVideoFrames, droppedVideoFrames, corruptedVideoFrames } = video.getVideoPlaybackQuality();
  playback.runs.push({
    rendition: now.asked,
    ended: video.ended,
    position: video.currentTime,
    duration: video.duration || 0,
    played: ranges(video.played),
    frames: { total: totalVideoFrames, dropped: droppedVideoFrames, corrupted: corruptedVideoFrames },
    soundBytes: video.webkitAudioDecodedByteCount,
  });
  hls.destroy();
  hls = null;
}

/** Starts to play from the beginning in one rendition, or in those that hls.js chooses. */
async function open({ source, rate, rendition }, { lead, config }) {
  close();
  Object.assign(now, { asked: rendition ?? null, rendition: -1, sound: -1, wait: null, started: false });
  let parsed = false;
  let loaded = false;
  hls = new Hls({ ...strict, ...config, startLevel: rendition ?? -1 });
  hls.on(Hls.Events.MANIFEST_PARSED, () => { parsed = true; });
  hls.on(Hls.Events.BUFFERED_TO_END, () => { loaded = true; });
  hls.on(Hls.Events.FRAG_BUFFERED, move);
  hls.on(Hls.Events.LEVEL_SWITCHED, (_, { level }) => { now.rendition = level; });
  hls.on(Hls.Events.AUDIO_TRACK_SWITCHED, (_, { id }) => { now.sound = id; });
  hls.on(Hls.Events.ERROR, (_, e) => complain(e));
  hls.loadSource(source);
  hls.attachMedia(video);
  await until('the master playlist', () => parsed);
  playback.renditions = hls.levels.map(l => ({ width: l.width, height: l.height, bandwidth: l.bitrate, codecs: l.attrs.CODECS ?? '' }));
  if (now.asked !== null) {
    hls.loadLevel = rendition;
  }

  await until(lead === Infinity ? 'all of it' : `the first ${lead} s`, () => loaded || ahead() > lead || playback.errors.length > 0);
  video.muted = true;
  video.defaultPlaybackRate = video.playbackRate = rate;
  video.play().catch(() => {});
  await until('the first frame', () => now.started && video.currentTime > 0);
}

/** Whether the frames on show are those of a rendition. */
function shows(rendition) {
  const { width, height } = hls.levels[rendition];
  return now.rendition === rendition && video.videoWidth === width && video.videoHeight === height;
}

/** Every rendition after every other one; each pair's second is the next pair's first. */
function* pairs(count) {
  const order = [];
  for (let low = 0; low < count; low++) {
    for (let high = low + 1; high < count; high++) {
      order.push(low, high);
    }
  }

  for (let i = 0; i < order.length; i++) {
    yield [order[i], order[(i + 1) % order.length]];
  }
}

async function seek(time) {
  video.pause();
  video.currentTime = time;
  await until(`the frame at ${time}`, () => !video.seeking && Math.abs(now.frame - time) < 1);
  const seeked = { to: time, frame: now.frame };
  video.play().catch(() => {});
  await until(`time to go on from ${time}`, () => video.currentTime > time + 0.3);
  playback.seeks.push(seeked);
}

async function hear(track) {
  const { name, lang } = hls.audioTracks[track];
  hls.audioTrack = track;
  await until(`the sound '${name}'`, () => now.sound === track || hls.audioTracks.length === 1);
  const before = video.webkitAudioDecodedByteCount;
  await until(`the sound '${name}' to be decoded`, () => video.webkitAudioDecodedByteCount > before);
  playback.sounds.push({ name, language: lang ?? null });
}

async function read(track) {
  const { name, lang } = hls.subtitleTracks[track];
  const text = () => [...video.textTracks].find(t => t.mode !== 'disabled' && t.label === name);
  hls.subtitleTrack = track;
  await until(`the subtitles '${name}'`, () => text()?.cues?.length > 0);
  playback.subtitles.push({ name, language: lang ?? null, cues: [...text().cues].map(c => ({ start: c.startTime, end: c.endTime, text: c.text })) });
}

async function tell(options, scenario) {
  now.deadline = performance.now() + options.seconds * 1000;
  try {
    await scenario();
  } catch (e) {
    playback.problem = e.message;
  }

  close();
  return playback;
}

/** From the start to the end: once as hls.js chooses, and once in each rendition. */
const play = options => tell(options, async () => {
  await open(options, whole);
  await until('the end', () => video.ended);
  for (let rendition = 0; rendition < playback.renditions.length; rendition++) {
    await open({ ...options, rendition }, whole);
    await until(`the end of rendition ${rendition}`, () => video.ended && now.rendition === rendition);
  }
});

/** From every rendition to every other one, while it plays. */
const switchRenditions = options => tell(options, async () => {
  await open({ ...options, rendition: 0 }, usual);
  for (const [from, to] of pairs(hls.levels.length)) {
    // What plays and what comes next may already be there: the switch is seen two segments later.
    const room = video.duration - video.currentTime > options.rate + 2 * hls.levels[from].details.targetduration;
    if (!room || now.rendition !== from) {
      await open({ ...options, rendition: from }, usual);
      await until(`rendition ${from} at the start`, () => shows(from));
    }

    const asked = video.currentTime;
    hls.nextLevel = to;
    await until(`rendition ${to} after ${from} from ${asked}`, () => shows(to));
    playback.switches.push({ from, to, asked, at: video.currentTime });
  }
});

/** Forwards and backwards to parts of the duration, then to the last tenth and on to the end. */
const seekAround = options => tell(options, async () => {
  await open(options, little);
  for (const part of options.parts) {
    await seek(part * video.duration);
  }

  video.currentTime = 0.9 * video.duration;
  await until('the end', () => video.ended);
});

/** Each sound and each of the subtitles in turn. */
const tryTracks = options => tell(options, async () => {
  await open(options, usual);
  for (let track = 0; track < hls.audioTracks.length; track++) {
    await hear(track);
  }

  for (let track = 0; track < hls.subtitleTracks.length; track++) {
    await read(track);
  }
});
