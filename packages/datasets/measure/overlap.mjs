// Images a second of generating alone, of marking, encoding and signing alone, and of an export that does both and writes files:
//   node --experimental-wasm-relaxed-simd packages/datasets/measure/overlap.mjs [COUNT=300] [THREADS=1] [WORKERS=1] [FORMAT=png] [ROUNDS=3]
// Build first (npm run build). The three take turns, so that other work on the machine meets all alike; medians are given.
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadGenerator } from '../../gan-runtime/dist/index.js';
import {
  exportDataset,
  generatorSource,
  loadFormat,
  modelCard,
  openSigning,
  planDataset,
  resolveSettings,
} from '../dist/index.js';
import { finishPool, nodeFolder } from '../dist/node/index.js';

const [count = 300, threads = 1, workers = 1] = process.argv.slice(2, 5).map(Number);
const [formatName = 'png', rounds = '3'] = process.argv.slice(5);
const file = fileURLToPath(new URL('../../../models/knee.safetensors', import.meta.url));
const bytes = await readFile(file);
const generator = await loadGenerator(new Blob([bytes]), { backend: 'cpu', threads });
const format = await loadFormat(formatName);
const signer = format.encoder.extension === 'png' ? (await openSigning()).sha256 : undefined;
const model = { name: 'knee', sha256: createHash('sha256').update(bytes).digest('hex') };
const maker = { software: 'Roentgan', model, info: generator.model, backend: generator.backend };
const settings = resolveSettings({ count, chunk: 100, ...(signer && { signer }) }, format, maker);
const plan = planDataset(settings);
const source = generatorSource(generator, settings);

async function generateAlone() {
  const images = [];
  for (let first = 0; first < count; first += 8) {
    const planned = Array.from({ length: Math.min(8, count - first) }, (_, at) => plan.image(first + at));
    images.push(...(await source.make(planned)));
  }
  return images;
}

async function finishAlone(pool, images) {
  const waiting = new Set();
  for (const image of images) {
    const done = pool.finish({ ...image, pixels: image.pixels.slice() }).then(() => waiting.delete(done));
    waiting.add(done);
    if (waiting.size >= pool.ahead) await Promise.race(waiting);
  }
  await Promise.all(waiting);
}

async function both(pool, folder) {
  const card = modelCard(maker);
  await exportDataset({
    settings,
    format,
    folder: nodeFolder(folder),
    source,
    finisher: pool,
    modelCard: card,
  });
}

async function rate(task) {
  const started = performance.now();
  await task();
  return (count / (performance.now() - started)) * 1000;
}

const pool = finishPool({ settings }, workers);
const images = await generateAlone();
await finishAlone(pool, images.slice(0, 20));
const measured = { generate: [], finish: [], both: [] };
for (let round = 0; round < Number(rounds); round++) {
  measured.generate.push(await rate(generateAlone));
  measured.finish.push(await rate(() => finishAlone(pool, images)));
  const folder = await mkdtemp(join(tmpdir(), 'roentgan-overlap-'));
  measured.both.push(await rate(() => both(pool, folder)));
  await rm(folder, { recursive: true });
}
await pool.close();
generator.dispose();
const middle = (rates) => rates.toSorted((a, b) => a - b)[rates.length >> 1];
const [generate, finish, together] = [measured.generate, measured.finish, measured.both].map(middle);
console.log(
  `${formatName}, ${count} images, ${generator.adapter}, ${workers} workers, ${availableParallelism()} cores, load ${loadavg()[0].toFixed(1)}`,
);
console.log(
  `generate alone ${generate.toFixed(1)}, finish alone ${finish.toFixed(1)}, both ${together.toFixed(1)} images/s`,
);
console.log(`both / slower alone: ${((together / Math.min(generate, finish)) * 100).toFixed(0)} %`);
console.log(
  `rounds: ${JSON.stringify(measured, (_, value) => (typeof value === 'number' ? Number(value.toFixed(1)) : value))}`,
);
process.exit(0);
