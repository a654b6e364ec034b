import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { runPydicom } from '../../../test/pydicom.ts';
import { ImageFileError } from '../imageFileError.ts';
import { type ReadImage, readImage } from '../readImage.ts';

const folder = mkdtempSync(join(tmpdir(), 'roentgan-dicom-'));
afterAll(() => rmSync(folder, { recursive: true }));
const cases = runPydicom<[name: string, values: number[]][]>(
  new URL('../../../test/dicomCases.py', import.meta.url),
  folder,
);

test.each(cases)('%s: the greys that pydicom shows', async (name, expected) => {
  const image = await readImage(file(name), name);
  expect(image).toMatchObject({ format: 'dicom', width: 7, height: 5, channels: expected.length / 35 });
  expect(image.origin).toEqual({ saysSynthetic: false, dicom: {} });
  const largest = Math.max(...expected.map((value, at) => Math.abs(value - image.values[at]!)));
  expect(largest).toBeLessThan(1e-6);
  expect(Math.max(...expected)).toBeGreaterThan(Math.min(...expected));
});

test('bits above those that are stored, such as those of an old overlay, are no part of the picture', async () => {
  const bytes = file('grey12');
  const plain = await readImage(bytes, 'plain');
  // The pixels are the end of the file: 35 words of 12 bits.
  for (let at = bytes.length - 69; at < bytes.length; at += 2) bytes[at]! |= 0xa0;
  const dirty = await readImage(bytes, 'dirty');
  expect(dirty.values).toEqual(plain.values);
});

test.each<[string, Uint8Array, string]>([
  [
    'JPEG 2000',
    otherSyntax('1.2.840.10008.1.2.4.90'),
    'in transfer syntax JPEG 2000 Lossless (1.2.840.10008.1.2.4.90)',
  ],
  ['RLE', otherSyntax('1.2.840.10008.1.2.5'), 'in transfer syntax RLE Lossless (1.2.840.10008.1.2.5)'],
  ['a deflated file', otherSyntax('1.2.840.10008.1.2.1.99'), 'Deflated Explicit VR Little Endian'],
  ['an unknown transfer syntax', otherSyntax('constructor'), 'in transfer syntax "constructor"'],
  ['a file without anything', file('grey8').subarray(0, 132), 'is cut short, expected its meta information'],
  ['a cut meta information', file('grey8').subarray(0, 200), 'whose meta information has a length of'],
  [
    'cut attributes',
    file('grey8').subarray(0, indexOf(file('grey8'), 'MONOCHROME2') + 4),
    'is damaged or cut short',
  ],
  ['cut pixels', file('grey8').subarray(0, -4), 'with 32 bytes of pixels, expected 35 for 7x5'],
  ['no pixels', withoutPixels('grey8'), 'without pixel data, expected (7FE0,0010)'],
  [
    'other photometry',
    replaced('grey8', 'MONOCHROME2 ', 'PALETTE COLO'),
    'photometric interpretation "PALETTE COLO"',
  ],
  [
    'grey of three samples',
    changed('grey8', [0x28, 0x02], 3),
    'with 3 samples a pixel as MONOCHROME2, expected 1',
  ],
  [
    'a huge picture',
    changed(changed('grey8', [0x28, 0x10], 65535), [0x28, 0x11], 65535),
    'is 65535x65535, expected 1 to 100',
  ],
  ['32 bits', changed('grey16', [0x28, 0x100], 32), 'with 16 bits up to bit 15 in 32, expected'],
  ['more bits than there are', changed('grey8', [0x28, 0x101], 9), 'with 9 bits up to bit 7 in 8, expected'],
  ['a window of no width', replaced('window', '1500', '0   '), 'with a window of centre 1800.5 and width 0'],
  ['a window of no number', replaced('window', '1500', 'wide'), 'and width NaN'],
  ['no slope', replaced('rescaled', '0.5 ', '0.0 '), 'with rescale slope 0 and intercept -100'],
])('%s is refused in one line that names the file', async (_, bytes, message) => {
  const error = await readImage(bytes, 'folder/knee.dcm').catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ImageFileError);
  expect((error as Error).message).toMatch(/^folder\/knee\.dcm: is [^\n]+$/);
  expect((error as Error).message).toContain(message);
});

test('damaged files: a picture of the stated size or one clear error, whatever the damage', async () => {
  const random = mulberry32(20261122);
  const whole = ['grey8', 'grey16-implicit', 'grey12-big-endian', 'rgb-planes', 'window-sigmoid'].map(file);
  let read = 0;
  let refused = 0;
  for (let run = 0; run < 5000; run++) {
    const outcome = await attempt(damage(whole[run % whole.length]!, random));
    if (outcome instanceof Error) refused++;
    else read++;
  }
  // Both happen, or the damage is none or total.
  expect(read).toBeGreaterThan(500);
  expect(refused).toBeGreaterThan(500);
}, 120_000);

test('a file of nothing but sequences in sequences, and one of nothing but empty elements, end in one clear error', async () => {
  const sequence = [0x08, 0x00, 0x18, 0x22, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
  const item = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
  const nested = [...sequence, ...item];
  expect(String(await attempt(behindMeta(200_000, nested)))).toContain('is DICOM');
  const empty = [0x09, 0x00, 0x01, 0x10, 0x4c, 0x4f, 0, 0];
  expect(String(await attempt(behindMeta(3 << 20, empty)))).toContain('in its first 4 MiB');
});

/** Reads the bytes; what it throws must be ours and one line. */
async function attempt(bytes: Uint8Array): Promise<ReadImage | Error> {
  try {
    const image = await readImage(bytes, 'damaged.dcm');
    expect(image.values.length).toBe(image.width * image.height * image.channels);
    expect(image.values.length).toBeLessThanOrEqual(bytes.length);
    expect(image.values.every((value) => value >= 0 && value <= 1)).toBe(true);
    return image;
  } catch (error) {
    expect(error).toBeInstanceOf(ImageFileError);
    expect((error as Error).message).toMatch(/^damaged\.dcm: [^\n]{1,300}$/);
    return error as Error;
  }
}

/** Cut, with bytes changed, a length made huge, or a part taken out or doubled. */
function damage(whole: Uint8Array, random: () => number): Uint8Array {
  const bytes = Uint8Array.from(whole);
  const place = () => 132 + Math.floor(random() * (bytes.length - 140));
  switch (Math.floor(random() * 4)) {
    case 0:
      return bytes.subarray(0, place());
    case 1:
      for (let count = 1 + Math.floor(random() * 8); count > 0; count--) bytes[place()] = random() * 256;
      return bytes;
    case 2: {
      const at = place();
      const huge = random() < 0.5 ? [0xff, 0xff, 0xff, 0xff] : [0xf0, 0xff, 0xff, 0x7f];
      bytes.set(huge, at);
      return bytes;
    }
    default: {
      const [one, other] = [place(), place()];
      return Uint8Array.from([...bytes.subarray(0, one), ...bytes.subarray(other)]);
    }
  }
}

function file(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(join(folder, `${name}.dcm`)));
}

/** The file with another transfer syntax in its meta information, whose length grows with it. */
function otherSyntax(uid: string): Uint8Array {
  const bytes = file('grey8');
  const at = indexOf(bytes, '1.2.840.10008.1.2.1');
  const old = bytes[at - 2]!;
  const padded = uid.length % 2 ? `${uid}\0` : uid;
  const changed = Uint8Array.from([
    ...bytes.subarray(0, at),
    ...new TextEncoder().encode(padded),
    ...bytes.subarray(at + old),
  ]);
  changed[at - 2] = padded.length;
  changed[140] = bytes[140]! + padded.length - old;
  return changed;
}

function replaced(name: string, text: string, by: string): Uint8Array {
  const bytes = file(name);
  const at = indexOf(bytes, text);
  bytes.set(new TextEncoder().encode(by), at);
  return bytes;
}

/** The file with another value of an element of two bytes; its tag is [group, element] with a group below 256. */
function changed(from: string | Uint8Array, [group, element]: [number, number], value: number): Uint8Array {
  const bytes = typeof from === 'string' ? file(from) : from;
  const tag = String.fromCharCode(group, 0, element & 255, element >> 8, 0x55, 0x53); // US
  new DataView(bytes.buffer).setUint16(indexOf(bytes, tag) + 8, value, true);
  return bytes;
}

function withoutPixels(name: string): Uint8Array {
  const bytes = file(name);
  return bytes.subarray(0, indexOf(bytes, '\xe0\x7f\x10\0'));
}

function behindMeta(count: number, part: readonly number[]): Uint8Array {
  const whole = file('grey8');
  const start = 144 + new DataView(whole.buffer).getUint32(140, true);
  const bytes = new Uint8Array(start + count * part.length);
  bytes.set(whole.subarray(0, start));
  for (let at = 0; at < count; at++) bytes.set(part, start + at * part.length);
  return bytes;
}

function indexOf(bytes: Uint8Array, text: string): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf(text, 0, 'latin1');
  expect(at).toBeGreaterThan(0);
  return at;
}

/** A small generator of numbers from 0 to 1 that a seed decides. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
