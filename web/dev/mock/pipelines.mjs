// The pipelines and their options as GET /v1/pipelines tells them.
const option = (key, type, syntax, fallback, description, choices = null) => ({ key, type, syntax, choices, default: fallback, description });

const quality = [
    option('quality.min-sharpness', 'number', 'NUMBER', '15', 'Blurred below this variance of the Laplacian, on the frame at 320 pixels.'),
    option('quality.dark-below', 'number', '0-1', '0.32', 'Too dark when the 99th percentile of brightness is below this.'),
    option('quality.bright-above', 'number', '0-1', '0.95', 'Too bright when the 5th percentile of brightness is above this.'),
    option('quality.min-contrast', 'number', '0-0.5', '0.03', 'Flat below this standard deviation of brightness.'),
    option('quality.min-information', 'number', '0-8', '1.5', 'Flat below this entropy of brightness, in bits.'),
    option('quality.max-distance', 'number', '0-16', '5', 'Two frames are duplicates when at most this many of 64 hash bits differ.'),
];

export const pipelines = [
    {
        name: 'mine',
        description: 'Sample, score and deduplicate videos; keep the good frames as JPEG, with a record of every decision.',
        inputs: true,
        stages: [['fetch', 3, 8], ['probe', 2, 4], ['frames', 2, 4], ['score', 2, 8], ['decide', 1, 16], ['detect', 2, 8], ['save', 2, 8], ['commit', 1, 64]],
        busy: 'frames',
        options: [
            option('every', 'duration', 'DURATION', '1s', 'Sample the first frame at or after each multiple of this.'),
            option('keyframes', 'switch', 'true|false', 'false', 'Sample every key frame instead, and decode nothing else.'),
            option('scenes', 'switch', 'true|false', 'false', 'Sample the first frame of each shot instead.'),
            option('jpeg-quality', 'number', '1-100', '90', 'The quality of the saved frames.'),
            option('detect', 'choice', 'MODEL', '', 'Look for things in kept frames with a model.', ['', 'fastestdet', 'ultraface', 'yolox-nano']),
            option('classes', 'text', 'NAME,...', '', 'Keep only frames with one of these, and detect nothing else.'),
            option('embed', 'switch', 'true|false', 'false', "Make vectors of the kept frames, for 'search'."),
            ...quality,
        ],
    },
    {
        name: 'hls',
        description: 'Encode videos to HLS: a ladder of renditions from one decode, packaged, measured and checked.',
        inputs: true,
        stages: [['fetch', 3, 8], ['probe', 2, 4], ['plan', 1, 2], ['encode', 2, 2], ['package', 1, 2], ['check', 1, 2], ['commit', 1, 64]],
        busy: 'encode',
        options: [
            option('ladder', 'text', 'HEIGHTS', '1080,720,360', 'The renditions: heights, each with :KBITS unless the default bitrate is used.'),
            option('format', 'choice', 'fmp4|ts', 'fmp4', 'What segments are made of.', ['fmp4', 'ts']),
            option('encrypt', 'switch', 'true|false', 'false', 'Encrypt segments with AES-128.'),
        ],
    },
    {
        name: 'chunk',
        description: 'Cut files into chunks with no frame doubled or missing: copy, encode, checksum or decode each of them.',
        inputs: true,
        stages: [['fetch', 3, 8], ['probe', 2, 4], ['cut', 4, 10], ['collect', 1, 16]],
        busy: 'cut',
        options: [
            option('duration', 'duration', 'DURATION', '10s', 'How long a chunk is meant to be.'),
            option('processor', 'choice', 'copy|encode|checksum|decode', 'copy', 'What to make of each chunk.', ['copy', 'encode', 'checksum', 'decode']),
        ],
    },
    {
        name: 'index',
        description: 'Make vectors of pictures and keep them in a collection that search reads.',
        inputs: true,
        stages: [['fetch', 3, 8], ['decode', 2, 100], ['infer', 2, 100], ['insert', 2, 1000]],
        busy: 'infer',
        options: [
            option('collection', 'text', 'NAME', 'images', 'What the vectors are filed under.'),
            option('embedder', 'choice', 'NAME', 'descriptor', 'What makes vectors of pictures.', ['descriptor', 'mobilenet-v2']),
        ],
    },
    { name: 'decide', description: 'Decide again on every frame from its stored scores. Nothing is decoded.', inputs: false, stages: [['decide', 1, 16], ['save', 2, 8]], busy: 'decide', options: quality },
];
