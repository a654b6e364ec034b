import { DType, numpy as np } from '@jax-js/jax';
import { cubicFactors } from '../cubicFactors.ts';
import type { Apply } from './operations.ts';

type Attributes = Readonly<Record<string, unknown>>;

/** A sample's row or column at each place, inside the image, and how much it counts. */
interface Tap {
  readonly at: np.Array;
  readonly share: np.Array;
}

/** jax-js has no `map_coordinates`: the samples around each place are taken, weighted and summed. */
export const gridSample: Apply = ([x, grid], _, { attributes }) => {
  const [batch, channels, height, width] = x!.shape as [number, number, number, number];
  const planes = attributes.planarGrid === true ? grid! : np.transpose(grid!, [0, 3, 1, 2]);
  const [, , rows, columns] = planes.shape as [number, number, number, number];
  const plane = (at: number): np.Array => {
    return planes.ref.slice([], [at, at + 1], [], []).reshape([batch, 1, rows * columns]);
  };
  const columnTaps = tapsOf(plane(0), width, attributes);
  const rowTaps = tapsOf(plane(1), height, attributes);
  const samples = x!.reshape([batch, channels, height * width]);
  const parts = rowTaps.flatMap((row) =>
    columnTaps.map((column) => {
      const index = row.at.ref.mul(width).add(column.at.ref).astype(DType.Int32);
      return np.takeAlongAxis(samples.ref, index, 2).mul(row.share.ref.mul(column.share.ref));
    }),
  );
  for (const { at, share } of [...rowTaps, ...columnTaps]) {
    at.dispose();
    share.dispose();
  }
  planes.dispose();
  samples.dispose();
  return parts.reduce((sum, part) => sum.add(part)).reshape([batch, channels, rows, columns]);
};

function tapsOf(value: np.Array, size: number, attributes: Attributes): Tap[] {
  const place = placeOf(value, size, attributes);
  if (attributes.mode === 'nearest') {
    const share = np.onesLike(place.ref);
    return [inside(np.rint(place), share, size, attributes)];
  }
  const low = np.floor(place.ref);
  const part = place.sub(low.ref);
  if (attributes.mode === 'bicubic') {
    const taps = cubicFactors.map(([a, b, c, d], tap) => {
      const share = part.ref.mul(a).add(b).mul(part.ref).add(c).mul(part.ref).add(d);
      return inside(mirroredSample(low.ref.add(tap - 1), size, attributes), share, size, attributes);
    });
    low.dispose();
    part.dispose();
    return taps;
  }
  const rest = np.subtract(1, part.ref);
  return [inside(low.ref, rest, size, attributes), inside(low.add(1), part, size, attributes)];
}

/** Bicubic pads each sample. */
function mirroredSample(at: np.Array, size: number, { paddingMode, alignCorners }: Attributes): np.Array {
  if (paddingMode !== 'reflection') return at;
  const edge = alignCorners === true ? 0 : 1;
  const low = np.maximum(at.ref, np.subtract(-edge, at));
  return np.minimum(low.ref, np.subtract(2 * (size - 1) + edge, low));
}

/** In samples from the first, padding applied but that with zeros, or of single samples. */
function placeOf(value: np.Array, size: number, { mode, paddingMode, alignCorners }: Attributes): np.Array {
  const mirrored = (): np.Array => np.subtract(1, np.abs(np.remainder(np.abs(value.add(1)), 4).sub(2)));
  const bounded = paddingMode === 'reflection' ? mirrored() : value;
  const scale = (alignCorners === true ? size - 1 : size) / 2;
  const place = bounded.mul(scale).add((size - 1) / 2);
  return (paddingMode ?? 'zeros') === 'zeros' || mode === 'bicubic' ? place : np.clip(place, 0, size - 1);
}

/** Moved inside; one that was outside counts for nothing where zeros are there. */
function inside(at: np.Array, share: np.Array, size: number, { paddingMode }: Attributes): Tap {
  const moved = np.clip(at.ref, 0, size - 1);
  if ((paddingMode ?? 'zeros') !== 'zeros') {
    at.dispose();
    return { at: moved, share };
  }
  return { at: moved.ref, share: share.mul(at.equal(moved).astype(DType.Float32)) };
}
