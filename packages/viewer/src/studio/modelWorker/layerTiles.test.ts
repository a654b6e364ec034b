import { expect, test } from 'vitest';
import { layerTiles, statisticsOf } from './layerTiles.ts';

const page = { first: 0, ownScale: false };
const greys = (pixels: Uint8ClampedArray) => [...pixels].filter((_, at) => at % 4 === 0);

test('channels are tiles, on one scale or each on its own', () => {
  const values = Float32Array.of(0, 1, 2, 4, 8, 8, 8, 10);
  const { tiles, width, height, pixels } = layerTiles(values, [1, 2, 2, 2], page);
  expect([tiles, width, height]).toEqual([2, 2, 2]);
  expect(pixels.map(greys)).toEqual([
    [0, 26, 51, 102],
    [204, 204, 204, 255],
  ]);
  const own = layerTiles(values, [1, 2, 2, 2], { ...page, ownScale: true });
  expect(own.pixels.map(greys)).toEqual([
    [0, 64, 128, 255],
    [0, 0, 0, 255],
  ]);
});

test('vectors, and channels of one pixel, are one row', () => {
  for (const shape of [
    [1, 3],
    [1, 3, 1, 1],
  ]) {
    const made = layerTiles(Float32Array.of(1, 2, 3), shape, page);
    expect(made).toMatchObject({ tiles: 1, width: 3, height: 1, values: [1, 2, 3] });
  }
});

test('many tiles come page by page; a page that is not there is the last', () => {
  const values = Float32Array.from({ length: 100 * 4 }, (_, at) => at);
  const second = layerTiles(values, [1, 100, 2, 2], { ...page, first: 64 });
  expect([second.first, second.pixels.length]).toEqual([64, 36]);
  expect(layerTiles(values, [1, 100, 2, 2], { ...page, first: 70 }).first).toBe(64);
  expect(layerTiles(values, [1, 100, 2, 2], page).values).toBeUndefined();
  // A tile larger than a page may be still comes alone.
  const large = layerTiles(new Float32Array(3 * 2100 * 2000), [1, 3, 2100, 2000], { ...page, first: 2 });
  expect([large.first, large.pixels.length]).toEqual([2, 1]);
});

test('statistics leave out what is no number', () => {
  expect(statisticsOf(Float32Array.of(0, 2, Number.NaN, -2, Number.POSITIVE_INFINITY, 0))).toEqual({
    count: 6,
    low: -2,
    high: 2,
    mean: 0,
    deviation: Math.sqrt(2),
    zeros: 0.5,
    notFinite: 2,
  });
  expect(statisticsOf(Float32Array.of(Number.NaN)).notFinite).toBe(1);
  const flat = layerTiles(Float32Array.of(5, 5, Number.NaN, 5), [1, 1, 2, 2], page);
  expect(greys(flat.pixels[0]!)).toEqual([128, 128, 0, 128]);
});
