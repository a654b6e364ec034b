import { expect, test } from 'vitest';
import type { Tile } from '../contactSheet.ts';
import { encodeAnimation } from './animation.ts';

const options = { delay: 100, maxBytes: 1e6, xmp: '<x:xmpmeta>made by a model</x:xmpmeta>' };

function tile(width: number, height: number, greyAt: (x: number, y: number) => number): Tile {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let at = 0; at < width * height; at++) {
    const grey = greyAt(at % width, Math.floor(at / width));
    rgba.set([grey, grey, grey, 255], at * 4);
  }
  return { width, height, rgba };
}

/** Pieces of a GIF 89a: application extensions with their text, and images with their size. */
function piecesOf(gif: Uint8Array): { images: [number, number][]; applications: string[]; end: number } {
  const view = new DataView(gif.buffer, gif.byteOffset, gif.length);
  const latin = (from: number, to: number) => String.fromCharCode(...gif.subarray(from, to));
  expect(latin(0, 6)).toBe('GIF89a');
  const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + tableBytes(gif[10]!);
  const images: [number, number][] = [];
  const applications: string[] = [];
  const blocksEnd = (start: number) => {
    let place = start;
    while (gif[place]! > 0) place += gif[place]! + 1;
    return place + 1;
  };
  while (gif[at] !== 0x3b) {
    const isImage = gif[at] === 0x2c;
    const end = isImage ? blocksEnd(at + 11 + tableBytes(gif[at + 9]!)) : blocksEnd(at + 2);
    if (isImage) images.push([view.getUint16(at + 5, true), view.getUint16(at + 7, true)]);
    else if (gif[at + 1] === 0xff) applications.push(latin(at + 3, end));
    at = end;
  }
  return { images, applications, end: at };
}

test('frames run forth and back and for ever, and the file says what made it', () => {
  const frames = [0, 60, 120, 180].map((grey) => tile(9, 5, (x) => grey + x));
  const gif = encodeAnimation(frames, options);
  const { images, applications, end } = piecesOf(gif);
  expect(images).toEqual(Array(6).fill([9, 5]));
  expect(applications[0]).toContain('NETSCAPE2.0');
  expect(applications[1]).toContain(`XMP DataXMP${options.xmp}`);
  expect(end).toBe(gif.length - 1);
});

test('fewer grey levels make a file that is to be smaller', () => {
  let state = 1;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return state % 256;
  };
  const frames = Array.from({ length: 4 }, () => tile(64, 64, noise));
  const large = encodeAnimation(frames, options).length;
  const small = encodeAnimation(frames, { ...options, maxBytes: 0.8 * large }).length;
  expect(small).toBeLessThanOrEqual(0.8 * large);
});

test('frames that stay as they are cost next to nothing', () => {
  const still = tile(64, 64, (x, y) => (x * 37 + y * 91) % 256);
  const one = encodeAnimation([still, still], options).length;
  const many = encodeAnimation(Array(12).fill(still), options).length;
  expect((many - one) / 20).toBeLessThan(250);
});

test('frames of several sizes are refused', () => {
  const frames = [tile(4, 4, () => 0), tile(4, 5, () => 0)];
  expect(() => encodeAnimation(frames, options)).toThrow(
    'frames of an animation differ in size, expected one',
  );
});
