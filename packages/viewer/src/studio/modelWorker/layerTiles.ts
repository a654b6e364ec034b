import type { LayerPicture, LayerStatistics } from './messages.ts';

/** Tiles of one page, and their pixels together: what a screen takes in at a glance. */
const MOST_TILES = 64;
const MOST_PIXELS = 4_000_000;
/** As many values are shown as numbers too. */
const MOST_VALUES = 32;

type Tiles = Omit<LayerPicture, 'backend' | 'adapter'>;

/**
 * Values of one image [1, ...] as grey tiles: the last two axes are a tile's rows and columns, all before them count tiles. What has
 * no such axes, or only ones of size 1, is one tile of a single row.
 */
export function layerTiles(
  values: Float32Array,
  shape: readonly number[],
  { first, ownScale }: { readonly first: number; readonly ownScale: boolean },
): Tiles {
  const sizes = shape.slice(1);
  const [rows = 1, columns = 1] = sizes.slice(-2);
  const isVector = sizes.length < 2 || rows * columns === 1;
  const [height, width] = isVector ? [1, values.length] : [rows, columns];
  const size = width * height;
  const tiles = values.length / size;
  const statistics = statisticsOf(values);
  const page = Math.max(1, Math.min(MOST_TILES, Math.floor(MOST_PIXELS / size)));
  const start = Math.min(Math.max(0, Math.floor(first / page) * page), tiles - 1);
  const pixels = Array.from({ length: Math.min(page, tiles - start) }, (_, at) => {
    const tile = values.subarray((start + at) * size, (start + at + 1) * size);
    return toGrey(tile, ownScale ? statisticsOf(tile) : statistics);
  });
  return {
    shape,
    statistics,
    tiles,
    first: start,
    width,
    height,
    pixels,
    ...(values.length <= MOST_VALUES && { values: [...values] }),
  };
}

export function statisticsOf(values: Float32Array): LayerStatistics {
  let [low, high, sum, squares, zeros, finite] = [
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    0,
    0,
    0,
    0,
  ];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    finite++;
    sum += value;
    squares += value * value;
    if (value === 0) zeros++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const count = values.length;
  if (finite === 0) return { count, low: 0, high: 0, mean: 0, deviation: 0, zeros: 0, notFinite: count };
  const mean = sum / finite;
  const deviation = Math.sqrt(Math.max(0, squares / finite - mean * mean));
  return { count, low, high, mean, deviation, zeros: zeros / finite, notFinite: count - finite };
}

/** Black is the lowest value, white the highest; what is no number is black. A tile of one value is grey. */
function toGrey(values: Float32Array, { low, high }: LayerStatistics): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(values.length * 4);
  const factor = high > low ? 255 / (high - low) : 0;
  const offset = high > low ? 0 : 128;
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!;
    const grey = Number.isFinite(value) ? (value - low) * factor + offset : 0;
    pixels[at * 4] = grey;
    pixels[at * 4 + 1] = grey;
    pixels[at * 4 + 2] = grey;
    pixels[at * 4 + 3] = 255;
  }
  return pixels;
}
