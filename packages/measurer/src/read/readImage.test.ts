import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import { encodePng, provenanceXmp } from '@roentgan/gan-runtime';
import { encode } from 'fast-png';
import { expect, test } from 'vitest';
import { ImageFileError } from './imageFileError.ts';
import { readImage } from './readImage.ts';

const [width, height] = [21, 13];
const pixels = Array.from({ length: width * height }, (_, at) => ({
  x: at % width,
  y: Math.floor(at / width),
}));
/** The pictures of test/images.py. */
const grey = pixels.map(({ x, y }) => (3 * x + 7 * y) / 255);
const rgb = pixels.flatMap(({ x }, at) => [grey[at]!, 1 - grey[at]!, (12 * x) / 255]);
const alpha = pixels.map(({ x }) => (12 * x) / 255);
const overBlack = (values: readonly number[], channels: number) =>
  values.map((value, at) => value * alpha[Math.floor(at / channels)]!);

function file(name: string): Uint8Array {
  return readFileSync(new URL(`../../test/images/${name}`, import.meta.url));
}

test.each([
  ['grey8.png', 8, grey],
  ['grey16.png', 16, grey],
  ['rgb8.png', 8, rgb],
  ['grey-alpha8.png', 8, overBlack(grey, 1)],
  ['rgb-alpha8.png', 8, overBlack(rgb, 3)],
  ['grey1.png', 1, pixels.map(({ x, y }) => (x + y) % 2)],
] as const)('%s, %d bits a sample: every value of the file', async (name, bitDepth, expected) => {
  const image = await readImage(file(name), name);
  const channels = expected.length / grey.length;
  expect(image).toMatchObject({ width, height, channels, bitDepth, format: 'png' });
  expect(largestDifference(image.values, expected)).toBeLessThan(1e-6);
});

test.each([
  // Pillow's palette of 256 of 273 colours.
  ['palette8.png', rgb, 0.07],
  ['rgb.jpg', rgb, 0.035],
  ['progressive.jpg', rgb, 0.035],
  ['grey.jpg', grey, 0.02],
  ['cmyk.jpg', rgb, 0.06],
] as const)('%s: the picture, as near as its kind keeps it', async (name, expected, tolerance) => {
  const image = await readImage(file(name), name);
  expect(image).toMatchObject({ width, height, channels: expected.length / grey.length });
  expect(largestDifference(image.values, expected)).toBeLessThan(tolerance);
});

test('an interlaced picture, and 16 bits of which no byte repeats', async () => {
  const data = Uint16Array.from({ length: width * height }, (_, at) => (at * 7919) % 65536);
  const png = encode({ width, height, data, channels: 1, depth: 16 }, { interlace: 'Adam7' });
  const image = await readImage(png, 'interlaced.png');
  expect([...image.values]).toEqual([...data].map((value) => Math.fround(value / 65535)));
});

test('grey of 2 and 4 bits, whose rows begin at whole bytes', async () => {
  for (const bits of [2, 4]) {
    const image = await readImage(packedPng(5, 2, bits, [0, 1, 2, 3, 1, 3, 2, 1, 0, 2]), 'packed.png');
    expect(image).toMatchObject({ width: 5, height: 2, channels: 1, bitDepth: bits });
    const expected = [0, 1, 2, 3, 1, 3, 2, 1, 0, 2].map((value) => value / (2 ** bits - 1));
    expect(largestDifference(image.values, expected)).toBeLessThan(1e-6);
  }
});

test('a PNG of ours says that it is synthetic', async () => {
  const xmp = provenanceXmp({ creatorTool: 'Roentgan', seed: 7 });
  const data = Uint8Array.of(0, 255);
  const png = await encodePng({ width: 2, height: 1, channels: 1, bitDepth: 8, data }, { xmp });
  const image = await readImage(new Uint8Array(await png.arrayBuffer()), 'ours.png');
  expect(image.origin).toEqual({
    saysSynthetic: true,
    digitalSourceType: 'trainedAlgorithmicMedia',
    xmp,
  });
});

test.each([
  ['compressed-xmp.png', true, 'algorithmicMedia'],
  ['marked.jpg', true, 'trainedAlgorithmicMedia'],
  ['camera-xmp.png', false, 'digitalCapture'],
  ['grey8.png', false, undefined],
  ['grey.jpg', false, undefined],
])('%s: says synthetic %s', async (name, saysSynthetic, digitalSourceType) => {
  const { origin } = await readImage(file(name), name);
  expect(origin.saysSynthetic).toBe(saysSynthetic);
  expect(origin.digitalSourceType).toBe(digitalSourceType);
});

test.each<[string, Uint8Array, string]>([
  ['empty', new Uint8Array(0), 'is empty, expected a PNG, JPEG or DICOM file'],
  [
    'text',
    new TextEncoder().encode('no picture at all'),
    'is of another format, expected a PNG, JPEG or DICOM file',
  ],
  ['a GIF', new TextEncoder().encode('GIF89a........'), 'is a GIF, expected a PNG, JPEG or DICOM file'],
  ['a cut PNG header', file('grey8.png').subarray(0, 20), 'is a PNG that is cut short, expected its header'],
  ['a cut PNG', file('grey8.png').subarray(0, 60), 'is a PNG that is cut short, expected its end'],
  ['a PNG with a flipped bit', flipped(file('rgb8.png'), 60), 'cannot be decoded (CRC mismatch'],
  [
    'a PNG whose pixels are not compressed',
    packedPng(5, 2, 2, [], [1, 2, 3, 4, 5, 6, 7, 8]),
    'cannot be decoded (Error while decompressing the data: invalid zlib data)',
  ],
  ['a PNG of no known kind', flipped(file('grey8.png'), 25), 'has colour type 8 of 8 bits'],
  ['a huge PNG', hugePng(), 'is 65535x65535, expected 1 to 100 million pixels'],
  [
    'a PNG with fewer rows than it says',
    packedPng(5, 2, 2, [0, 1, 2, 3, 1]),
    'cannot be decoded (Unsupported filter: undefined)',
  ],
  ['a cut JPEG header', file('grey.jpg').subarray(0, 30), 'is a JPEG that is cut short, expected its header'],
  ['a cut JPEG', file('rgb.jpg').subarray(0, 700), 'is a JPEG that is cut short, expected its end marker'],
  ['a lossless JPEG', losslessJpeg(), 'is a JPEG of 8 bits with frame type 3, expected 8 bits'],
])('%s is refused in one line that names the file', async (_, bytes, message) => {
  const reading = readImage(bytes, 'folder/knee.png');
  await expect(reading).rejects.toThrow(ImageFileError);
  const error = await reading.catch((thrown: Error) => thrown);
  expect((error as Error).message).toMatch(/^folder\/knee\.png: [^\n]+$/);
  expect((error as Error).message).toContain(message);
});

function largestDifference(values: ArrayLike<number>, expected: readonly number[]): number {
  expect(values.length).toBe(expected.length);
  return expected.reduce((most, value, at) => Math.max(most, Math.abs(value - values[at]!)), 0);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at]! ^= 8;
  return copy;
}

function hugePng(): Uint8Array {
  const copy = Uint8Array.from(file('grey8.png'));
  copy.set([0, 0, 255, 255, 0, 0, 255, 255], 16);
  return copy;
}

function losslessJpeg(): Uint8Array {
  const copy = Uint8Array.from(file('grey.jpg'));
  copy[copy.findIndex((byte, at) => byte === 0xff && copy[at + 1] === 0xc0) + 1] = 0xc3;
  return copy;
}

/** A grey PNG of 1 to 4 bits a sample without filters; CRCs are right. */
function packedPng(
  columns: number,
  rows: number,
  bits: number,
  samples: readonly number[],
  idat?: readonly number[],
): Uint8Array {
  const lines: number[] = [];
  for (let at = 0; at < samples.length; at += columns) {
    const text = samples
      .slice(at, at + columns)
      .map((value) => value.toString(2).padStart(bits, '0'))
      .join('');
    lines.push(0, ...(text.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)));
  }
  const header = [0, 0, 0, columns, 0, 0, 0, rows, bits, 0, 0, 0, 0];
  return Uint8Array.from([
    ...[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ...chunk('IHDR', header),
    ...chunk('IDAT', idat ?? [...deflateSync(Uint8Array.from(lines))]),
    ...chunk('IEND', []),
  ]);
}

function chunk(type: string, data: readonly number[]): number[] {
  const body = [...new TextEncoder().encode(type), ...data];
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  const word = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
  return [...word(data.length), ...body, ...word(~crc >>> 0)];
}
