import { createHash } from 'node:crypto';
import { markTile, markWaves } from '@roentgan/gan-runtime/mark';
import { type GreyImage, mirrorImage, resizeImage } from '@roentgan/measurer';
import jpeg from 'jpeg-js';
import { expect, test } from 'vitest';
import type { DatasetImage } from '../../formats/format.ts';
import { findMark } from './findMark.ts';
import { markPixels } from './markPixels.ts';

/** Xorshift: enough to paint with. */
function random(seed: number): () => number {
  let state = seed * 2654435761 + 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

/** A picture somewhat like a radiograph: black air at both sides, smooth tissue, bones with noise and bright outlines. */
function picture(
  width: number,
  height: number,
  seed = 1,
  channels: 1 | 3 = 1,
  bits: 8 | 12 | 16 = 8,
): DatasetImage {
  const next = random(seed);
  const white = 2 ** bits - 1;
  const count = width * height * channels;
  const pixels = bits === 8 ? new Uint8Array(count) : new Uint16Array(count);
  const noise = Float32Array.from({ length: width * height }, () => next() - 0.5);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const tissue = Math.max(0, 0.4 - 1.8 * (u - 0.5) * (u - 0.5) + (0.02 * seed + 0.1 * v) * (1 - v));
      const bone = Math.abs(u - 0.5) < 0.3 && Math.abs(v - 0.5) > 0.05 ? 0.25 : 0;
      const grain =
        (noise[y * width + x]! + noise[Math.max(0, y * width + x - 1)]!) * (bone > 0 ? 0.12 : 0.01);
      const value = Math.min(1, Math.max(0, u < 0.06 || u > 0.95 ? 0 : tissue + bone + grain));
      for (let channel = 0; channel < channels; channel++)
        pixels[(y * width + x) * channels + channel] = Math.round(value * white * (1 - 0.1 * channel));
    }
  }
  const common = { index: 0, name: 'picture', seed, labels: {}, edits: {} };
  return { ...common, width, height, channels, bits, pixels };
}

function raster({ width, height, channels, bits, pixels }: DatasetImage) {
  return { width, height, channels, values: Float32Array.from(pixels, (value) => value / (2 ** bits - 1)) };
}

function grey(image: DatasetImage): GreyImage {
  const { width, height, values } = raster(image);
  return { width, height, values };
}

function cropped(
  { width, height, values }: GreyImage,
  left: number,
  top: number,
  right: number,
  bottom: number,
): GreyImage {
  const [columns, rows] = [width - left - right, height - top - bottom];
  const kept = new Float32Array(columns * rows);
  for (let y = 0; y < rows; y++)
    for (let x = 0; x < columns; x++) kept[y * columns + x] = values[(y + top) * width + x + left]!;
  return { width: columns, height: rows, values: kept };
}

function throughJpeg({ width, height, values }: GreyImage, quality: number): GreyImage {
  const rgba = new Uint8Array(width * height * 4).fill(255);
  for (let at = 0; at < values.length; at++) rgba.fill(Math.round(values[at]! * 255), at * 4, at * 4 + 3);
  const { data } = jpeg.encode({ width, height, data: rgba }, quality);
  const decoded = jpeg.decode(data, { useTArray: true }).data;
  return { width, height, values: values.map((_, at) => decoded[at * 4]! / 255) };
}

function psnr(one: DatasetImage, other: DatasetImage): number {
  const white = 2 ** one.bits - 1;
  let sum = 0;
  for (let at = 0; at < one.pixels.length; at++) sum += ((one.pixels[at]! - other.pixels[at]!) / white) ** 2;
  return -10 * Math.log10(sum / one.pixels.length);
}

test('the waves of the tile and its values are the same on every machine', () => {
  const waves = markWaves();
  expect(waves).toHaveLength(344);
  expect(new Set(waves.map(({ x, y }) => `${x} ${y}`)).size).toBe(waves.length);
  expect(waves.some((one) => waves.some(({ x, y }) => x === -one.x && y === -one.y))).toBe(false);
  for (let quarters = 0; quarters < 4; quarters++)
    expect(waves.filter((wave) => wave.quarters === quarters).length).toBeGreaterThan(60);
  const tile = markTile(waves);
  expect(tile.reduce((sum, value) => sum + value * value, 0) / tile.length).toBeCloseTo(1, 12);
  expect(hashOf(new Uint8Array(tile.buffer))).toBe('a500fd512f8778eb');
});

test('marked pixels are the same on every machine', () => {
  expect(hashOf(markPixels(picture(64, 48)).pixels)).toBe('0c0c6b6bffc12e84');
  expect(hashOf(new Uint8Array(markPixels(picture(300, 240, 2, 3, 16)).pixels.buffer))).toBe(
    '8cc46ce1999010e0',
  );
});

test.each([
  [64, 64, 1, 8],
  [128, 128, 1, 8],
  [224, 224, 1, 8],
  [224, 224, 1, 12],
  [224, 224, 1, 16],
  [224, 224, 3, 8],
  [225, 301, 1, 8],
  [512, 400, 3, 16],
  [1024, 1024, 1, 8],
] as const)('%dx%d, %d channels of %d bits: above 40 dB, and found', (...[width, height, channels, bits]) => {
  const image = picture(width, height, 3, channels, bits);
  const marked = markPixels(image);
  expect(marked.pixels.constructor).toBe(image.pixels.constructor);
  expect(psnr(image, marked)).toBeGreaterThan(40);
  expect(findMark(raster(marked))).toMatchObject({ found: true, mirrored: false });
  expect(findMark(raster(image))).toMatchObject({ found: false });
});

test('flat pictures stay within two levels, and noise above 40 dB', () => {
  const flat = picture(224, 224);
  flat.pixels.fill(90);
  const marked = markPixels(flat).pixels;
  expect(Math.max(...Array.from(marked, (value) => Math.abs(value - 90)))).toBeLessThanOrEqual(2);
  const noise = picture(224, 224);
  const next = random(5);
  for (let at = 0; at < noise.pixels.length; at++) noise.pixels[at] = next() * 256;
  expect(psnr(noise, markPixels(noise))).toBeGreaterThan(40);
});

test.each([
  [1, 1],
  [1, 40],
  [3, 2],
  [17, 500],
])('%dx%d is marked and looked at without harm', (width, height) => {
  const image = picture(width, height);
  const { chance } = findMark(raster(markPixels(image)));
  expect(chance).toBeGreaterThanOrEqual(0);
  expect(chance).toBeLessThanOrEqual(1);
});

const attacks: Record<string, (image: GreyImage) => GreyImage> = {
  'JPEG at quality 75': (image) => throughJpeg(image, 75),
  'scaling to 75 %': (image) => resizeImage(image, 168, 168),
  'scaling to 75 % and back': (image) => resizeImage(resizeImage(image, 168, 168), 224, 224),
  'scaling to half': (image) => resizeImage(image, 112, 112),
  'a crop of 5 % at each side': (image) => cropped(image, 11, 11, 11, 11),
  'a crop of 5 % at one side': (image) => cropped(image, 0, 11, 0, 0),
  'a crop, back to its size': (image) => resizeImage(cropped(image, 11, 11, 11, 11), 224, 224),
  'mirroring, JPEG and scaling': (image) => resizeImage(throughJpeg(mirrorImage(image), 75), 168, 168),
  'a crop, scaling and JPEG': (image) =>
    throughJpeg(resizeImage(cropped(image, 11, 11, 11, 11), 151, 151), 75),
  'less contrast, more brightness': (image) => ({
    ...image,
    values: image.values.map((value) => value * 0.7 + 0.2),
  }),
};

test.each(Object.keys(attacks))('the mark outlives %s, and no picture has it otherwise', (name) => {
  for (let seed = 1; seed <= 3; seed++) {
    const image = picture(224, 224, seed);
    expect(findMark(attacks[name]!(grey(markPixels(image)))).found).toBe(true);
  }
  expect(findMark(attacks[name]!(grey(picture(224, 224)))).found).toBe(false);
});

test('what it finds: size and mirroring', () => {
  const marked = grey(markPixels(picture(224, 224, 9)));
  expect(findMark(marked)).toMatchObject({ scale: 1, mirrored: false });
  expect(findMark(attacks['mirroring, JPEG and scaling']!(marked))).toMatchObject({
    scale: 0.75,
    mirrored: true,
  });
  expect(findMark(attacks['a crop, back to its size']!(marked)).scale).toBeCloseTo(1 / 0.9, 1);
});

test('the stated chance is one that chance keeps to: no picture of noise comes near', () => {
  for (let seed = 0; seed < 20; seed++) {
    const next = random(1000 + seed);
    const values = Float32Array.from({ length: 64 * 64 }, () => next());
    // A bound of 1/20 for the whole test: each of 20 may go below 1/400 by chance in less than 1 of 400 runs.
    expect(findMark({ width: 64, height: 64, values }).chance).toBeGreaterThan(1 / 400);
  }
});

function hashOf(bytes: Uint8Array | Uint16Array): string {
  return createHash('sha256')
    .update(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength))
    .digest('hex')
    .slice(0, 16);
}
