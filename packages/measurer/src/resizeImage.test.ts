import { expect, test } from 'vitest';
import type { GreyImage } from './greyImage.ts';
import { mirrorImage } from './mirrorImage.ts';
import { type RasterImage, toGrey } from './rasterImage.ts';
import { cropToProportions, resizeImage } from './resizeImage.ts';

const row = (...values: number[]): GreyImage => ({
  width: values.length,
  height: 1,
  values: Float32Array.from(values),
});

test('smaller: each pixel is the mean of the area it covers', () => {
  expect([...resizeImage(row(0, 1, 2, 3), 2, 1).values]).toEqual([0.5, 2.5]);
  // 3 pixels to 2: each covers one and a half.
  const [left, right] = resizeImage(row(3, 6, 9), 2, 1).values;
  expect(left).toBeCloseTo((3 + 0.5 * 6) / 1.5, 6);
  expect(right).toBeCloseTo((0.5 * 6 + 9) / 1.5, 6);
});

test('larger: linear between centres, the border repeated', () => {
  const values = [...resizeImage(row(0, 1), 4, 1).values];
  expect(values).toEqual([0, 0.25, 0.75, 1]);
});

test('the mean stays, at sizes that divide nothing', () => {
  const image = {
    width: 31,
    height: 17,
    values: Float32Array.from({ length: 527 }, (_, at) => (at * 37) % 101),
  };
  const mean = (values: Float32Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const small = resizeImage(image, 7, 5);
  expect(small).toMatchObject({ width: 7, height: 5 });
  expect(mean(small.values)).toBeCloseTo(mean(image.values), 4);
});

test('each axis for itself, colours apart', () => {
  const image: RasterImage = { width: 2, height: 1, channels: 3, values: Float32Array.of(0, 1, 0, 1, 1, 0) };
  const resized = resizeImage(image, 1, 2);
  expect(resized).toMatchObject({ width: 1, height: 2, channels: 3 });
  expect([...resized.values]).toEqual([0.5, 1, 0, 0.5, 1, 0]);
});

test('an image of the size asked for is handed back', () => {
  const image = row(1, 2);
  expect(resizeImage(image, 2, 1)).toBe(image);
  expect(cropToProportions(image, 4, 2)).toBe(image);
});

test('the middle in other proportions', () => {
  const image = { width: 5, height: 3, values: Float32Array.from({ length: 15 }, (_, at) => at) };
  expect(cropToProportions(image, 224, 224)).toEqual({
    width: 3,
    height: 3,
    values: Float32Array.of(1, 2, 3, 6, 7, 8, 11, 12, 13),
  });
  expect(cropToProportions(image, 10, 2)).toMatchObject({ width: 5, height: 1 });
  expect(cropToProportions(image, 1, 1000)).toMatchObject({ width: 1, height: 3 });
});

test('a mirror exchanges left and right and nothing else', () => {
  const image: RasterImage = {
    width: 2,
    height: 2,
    channels: 3,
    values: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12),
  };
  expect([...mirrorImage(image).values]).toEqual([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9]);
  expect(mirrorImage(mirrorImage(image))).toEqual(image);
});

test('colour as luma', () => {
  const image: RasterImage = { width: 4, height: 1, channels: 3, values: new Float32Array(12) };
  image.values.set([1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0.5]);
  const { values } = toGrey(image);
  [0.299, 0.587, 0.114, 0.5].forEach((expected, at) => {
    expect(values[at]).toBeCloseTo(expected, 6);
  });
});
