import { expect, test } from 'vitest';
import { differenceOf, type Pixels } from './difference.ts';
import { colourDifferences } from './differenceScale.ts';

const signal = new AbortController().signal;

function grey(width: number, values: readonly number[]): Pixels {
  const rgba = new Uint8ClampedArray(values.flatMap((value) => [value, value, value, 255]));
  return { width, height: values.length / width, rgba };
}

test('signs, mean, largest and PSNR are those of their formulas', async () => {
  const { values, largest, meanAbsolute, psnr } = await differenceOf(
    grey(2, [10, 20, 30, 255]),
    grey(2, [13, 20, 20, 255]),
    signal,
  );
  expect([...values]).toEqual([3, 0, -10, 0]);
  expect([largest, meanAbsolute]).toEqual([10, 13 / 4]);
  // 10 log10(65025 / 27.25)
  expect(psnr).toBeCloseTo(33.7771, 4);
});

test('an image has no difference to itself', async () => {
  const same = grey(3, [1, 2, 3]);
  const { largest, meanAbsolute, psnr } = await differenceOf(same, same, signal);
  expect([largest, meanAbsolute, psnr]).toEqual([0, 0, Number.POSITIVE_INFINITY]);
});

test('colours are compared by their luminance', async () => {
  const pixel = (...rgb: number[]): Pixels => ({
    width: 1,
    height: 1,
    rgba: new Uint8ClampedArray([...rgb, 255]),
  });
  const { values } = await differenceOf(pixel(0, 0, 0), pixel(0, 100, 0), signal);
  expect(values[0]).toBeCloseTo(71.52, 4);
});

test('every slice of a large image counts, and an image of another size is refused', async () => {
  const [width, height] = [1024, 600];
  const rgba = new Uint8ClampedArray(width * height * 4);
  const white = { width, height, rgba: rgba.map(() => 255) };
  const { meanAbsolute } = await differenceOf({ width, height, rgba }, white, signal);
  expect(meanAbsolute).toBe(255);
  await expect(differenceOf(white, grey(2, [1, 2]), signal)).rejects.toThrow(
    'difference: the second image is 2x1, expected 1024x600 as the first',
  );
  const stop = new AbortController();
  const stopped = differenceOf(white, white, stop.signal);
  stop.abort();
  await expect(stopped).rejects.toThrow('abort');
});

test('the scale is blue below, white at 0, red above, and ends where it says', () => {
  const rgba = new Uint8ClampedArray(5 * 4);
  colourDifferences(Float32Array.of(-90, -50, 0, 50, 90), 50, rgba);
  const colour = (at: number) => [...rgba.subarray(at * 4, at * 4 + 4)];
  expect(colour(0)).toEqual([5, 48, 97, 255]);
  expect(colour(1)).toEqual(colour(0));
  expect(colour(2)).toEqual([247, 247, 247, 255]);
  expect(colour(3)).toEqual([103, 0, 31, 255]);
  expect(colour(4)).toEqual(colour(3));
});
