import { expect, test } from 'vitest';
import { captioned } from './captioned.ts';

test.each([64, 224])('an image %d wide keeps its pixels and gets a band that says something', (width) => {
  const rgba = new Uint8ClampedArray(width * 3 * 4).fill(77);
  const tile = captioned({ width, height: 3, rgba }, 'size +1.0');
  expect(tile.rgba.subarray(0, 4)).toEqual(Uint8ClampedArray.of(77, 77, 77, 255));
  expect(tile.height).toBe(3 + 18);
  const band = tile.rgba.subarray(width * 3 * 4);
  const lit = Array.from({ length: band.length / 4 }, (_, at) => band[at * 4]! > 0 && at % width);
  const columns = lit.filter((column) => column !== false);
  // The text stands on the left, the mark on the right, and neither leaves the image.
  expect(Math.min(...columns)).toBeLessThan(8);
  expect(Math.max(...columns)).toBeGreaterThan(width - 9);
});
