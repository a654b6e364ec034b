/**
 * How well the mark in the pixels is found, and how often it is found where there is none.
 *
 *   node packages/datasets/measure/mark.mjs --real FOLDER [--count 1000] [--false 1000] [--json FILE]
 *
 * Marks --count generated knees (seeds from 900000, all grades), attacks them (attacks.py, which needs Python with Pillow, and
 * jpeg-js) and looks for the mark; looks for it in --false generated knees without it and in as many real ones of FOLDER (PNG and JPEG,
 * below it too; their pixels never leave this process). Run `turbo run build --filter=@roentgan/datasets` before.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { findMark, markPixels } from '@roentgan/datasets';
import { loadGenerator } from '@roentgan/gan-runtime';
import { readImage, resizeImage, toGrey } from '@roentgan/measurer';
import jpeg from 'jpeg-js';

const { values: options } = parseArgs({
  options: {
    real: { type: 'string' },
    count: { type: 'string', default: '1000' },
    false: { type: 'string', default: '1000' },
    json: { type: 'string' },
  },
});
const [count, unmarked] = [Number(options.count), Number(options.false)];
const FIRST_SEED = 900_000;
const GRADES = 5;
const python = process.env.PYTHON ?? 'python3';
const attackScript = fileURLToPath(new URL('attacks.py', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'roentgan-mark-'));

try {
  const images = await generate(Math.max(count, unmarked));
  const report = {
    marking: mark(images.slice(0, count)),
    attacks: attackAll(count),
    sizes: atOtherSizes(images.slice(0, Math.min(count, 100))),
    falsePositives: { generated: search(images.slice(0, unmarked)) },
  };
  if (options.real) {
    const real = await readFolder(options.real, unmarked);
    report.falsePositives.real = search(real);
    report.falsePositives.realJpeg75 = search(real.slice(0, 200).map((image) => throughJpeg(image, 75)));
    report.falsePositives.real75 = search(
      real.slice(0, 200).map(({ width, height, values }) => resizeImage({ width, height, values }, 168, 168)),
    );
  }
  console.log(JSON.stringify(report, null, 1));
  if (options.json) writeFileSync(options.json, `${JSON.stringify(report, null, 1)}\n`);
} finally {
  rmSync(folder, { recursive: true });
}

async function generate(number) {
  const model = fileURLToPath(new URL('../../../models/knee.safetensors', import.meta.url));
  const generator = await loadGenerator(new File([readFileSync(model)], 'knee'), { backend: 'cpu' });
  const images = [];
  for (let first = 0; first < number; first += 8) {
    const seeds = Array.from({ length: Math.min(8, number - first) }, (_, at) => FIRST_SEED + first + at);
    const labels = { grade: (first / 8) % GRADES };
    for (const { width, height, rgba } of await generator.generate({ seeds, labels })) {
      images.push({
        width,
        height,
        pixels: Uint8Array.from({ length: width * height }, (_, at) => rgba[at * 4]),
      });
    }
  }
  generator.dispose();
  return images;
}

/** Marks images, writes them one behind the other for `attacks.py`, and says what it cost and changed. */
function mark(images) {
  const ratios = [];
  const used = process.cpuUsage();
  const marked = images.map((image) => markPixels({ ...image, channels: 1, bits: 8 }));
  const spent = process.cpuUsage(used);
  for (const [index, { pixels }] of marked.entries()) ratios.push(psnr(images[index].pixels, pixels));
  writeFileSync(join(folder, 'marked'), Buffer.concat(marked.map(({ pixels }) => pixels)));
  return {
    images: images.length,
    msOfCpuAnImage: (spent.user + spent.system) / 1000 / images.length,
    psnr: spread(ratios),
  };
}

function psnr(one, other) {
  let sum = 0;
  for (let at = 0; at < one.length; at++) sum += (one[at] - other[at]) ** 2;
  return 10 * Math.log10(255 ** 2 / (sum / one.length));
}

function attackAll(number) {
  const names = execFileSync(python, [attackScript], { encoding: 'utf8' }).trim().split('\n');
  const results = {};
  for (const name of names) {
    execFileSync(python, [
      attackScript,
      name,
      join(folder, 'marked'),
      join(folder, 'attacked'),
      '224',
      '224',
    ]);
    results[name] = search(readAttacked(join(folder, 'attacked')));
    console.error(name, JSON.stringify(results[name]));
  }
  const marked = readFileSync(join(folder, 'marked'));
  const ours = Array.from({ length: number }, (_, at) =>
    grey(224, 224, marked.subarray(at * 224 * 224, (at + 1) * 224 * 224)),
  );
  results['JPEG 75 by jpeg-js'] = search(ours.map((image) => throughJpeg(image, 75)));
  return results;
}

function* readAttacked(path) {
  const bytes = readFileSync(path);
  for (let at = 0; at < bytes.length; ) {
    const [width, height] = [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    yield grey(width, height, bytes.subarray(at + 8, at + 8 + width * height));
    at += 8 + width * height;
  }
}

/** Knees scaled to other sizes, marked there, then scaled to 75 % and passed through JPEG at 75. */
function atOtherSizes(images) {
  const results = {};
  for (const size of [64, 96, 128, 256, 512, 1024]) {
    const attacked = { none: [], 'JPEG 75': [], '75 %': [], '75 %, then JPEG 75': [] };
    const ratios = [];
    for (const { width, height, pixels } of images.slice(0, size > 512 ? 20 : images.length)) {
      const { values } = resizeImage(grey(width, height, pixels), size, size);
      const bytes = Uint8Array.from(values, (value) => Math.round(value * 255));
      const marked = markPixels({ width: size, height: size, channels: 1, bits: 8, pixels: bytes });
      ratios.push(psnr(bytes, marked.pixels));
      const image = grey(size, size, marked.pixels);
      const small = resizeImage(image, Math.round(size * 0.75), Math.round(size * 0.75));
      attacked.none.push(image);
      attacked['JPEG 75'].push(throughJpeg(image, 75));
      attacked['75 %'].push(small);
      attacked['75 %, then JPEG 75'].push(throughJpeg(small, 75));
    }
    const found = Object.entries(attacked).map(([name, list]) => [name, search(list)]);
    results[size] = { psnr: spread(ratios), ...Object.fromEntries(found) };
    console.error(size, JSON.stringify(results[size]));
  }
  return results;
}

async function readFolder(path, most) {
  const files = readdirSync(path, { recursive: true })
    .filter((name) => /\.(png|jpe?g)$/i.test(name))
    .sort();
  const images = [];
  // Evenly from all of them, so that each folder below has its share.
  for (let at = 0; at < Math.min(most, files.length); at++) {
    const name = files[Math.floor((at * files.length) / Math.min(most, files.length))];
    images.push(toGrey(await readImage(readFileSync(join(path, name)), name)));
  }
  return images;
}

/** How many are found, and how sure that is: the chance as minus its decimal logarithm. */
function search(images) {
  const surety = [];
  let found = 0;
  for (const image of images) {
    const result = findMark(image.values ? image : grey(image.width, image.height, image.pixels));
    surety.push(-Math.log10(result.chance));
    if (result.found) found++;
  }
  return { images: surety.length, found, minusLog10Chance: spread(surety) };
}

function grey(width, height, bytes) {
  return { width, height, values: Float32Array.from(bytes, (value) => value / 255) };
}

function throughJpeg({ width, height, values }, quality) {
  const data = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < values.length; at++) data.fill(Math.round(values[at] * 255), at * 4, at * 4 + 3);
  const decoded = jpeg.decode(jpeg.encode({ width, height, data }, quality).data, { useTArray: true }).data;
  return grey(
    width,
    height,
    Uint8Array.from(values, (_, at) => decoded[at * 4]),
  );
}

function spread(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share) =>
    Number(sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(2));
  return { min: at(0), p1: at(0.01), median: at(0.5), p99: at(0.99), max: at(1) };
}
