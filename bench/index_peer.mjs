// Pictures to vectors with sharp and onnxruntime-node: four pictures in flight, the runtime's own threads, one file of
// vectors at the end.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ort from 'onnxruntime-node';
import sharp from 'sharp';

const [model, folder, out] = process.argv.slice(2);
const SIDE = 224;
const MEAN = [0.485, 0.456, 0.406];
const SPREAD = [0.229, 0.224, 0.225];

const session = await ort.InferenceSession.create(model);
const files = readdirSync(folder).sort();
const vectors = new Array(files.length);
let next = 0;

async function work() {
  while (next < files.length) {
    const at = next++;
    const pixels = await sharp(join(folder, files[at])).rotate().resize(SIDE, SIDE, { fit: 'cover' }).removeAlpha().toColourspace('srgb').raw().toBuffer();
    const tensor = new Float32Array(3 * SIDE * SIDE);
    for (let i = 0; i < SIDE * SIDE; i++) {
      for (let c = 0; c < 3; c++) {
        tensor[c * SIDE * SIDE + i] = (pixels[3 * i + c] / 255 - MEAN[c]) / SPREAD[c];
      }
    }

    const { view } = await session.run({ [session.inputNames[0]]: new ort.Tensor('float32', tensor, [1, 3, SIDE, SIDE]) });
    const length = Math.hypot(...view.data);
    vectors[at] = view.data.map(x => x / length);
  }
}

await Promise.all([work(), work(), work(), work()]);
mkdirSync(out, { recursive: true });
writeFileSync(join(out, 'vectors.f32'), Buffer.concat(vectors.map(v => Buffer.from(v.buffer))));
