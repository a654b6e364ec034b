import { DType, numpy as np } from '@jax-js/jax';
import type { Apply } from './operations.ts';

/** Rows and columns, of [N,C,H,W]. */
const spatial = [2, 3] as const;

/** Places along an axis, by index. */
export function taken(x: np.Array, places: readonly number[], axis: number): np.Array {
  return np.take(x, np.array([...places], { dtype: DType.Int32 }), axis);
}

/** Nearest by whole factors repeats; bilinear lies between two rows and two columns, with half-pixel centres unless corners are aligned. */
export const upsample2d: Apply = ([x], _, { name, attributes }) => {
  const size = attributes.size as [number, number];
  const align = attributes.alignCorners === true;
  let y = x!;
  spatial.forEach((axis, at) => {
    const [from, to] = [y.shape[axis]!, size[at]!];
    if ((attributes.mode ?? 'nearest') === 'bilinear') y = interpolated(y, axis, to, align);
    else if (to % from === 0) y = np.repeat(y, to / from, axis);
    else throw new RangeError(`upsample2d "${name}": ${from} to ${to}, expected a whole factor`);
  });
  return y;
};

function interpolated(x: np.Array, axis: number, to: number, align: boolean): np.Array {
  const from = x.shape[axis]!;
  const places = Array.from({ length: to }, (_, at) => {
    if (align) return to === 1 ? 0 : (at * (from - 1)) / (to - 1);
    return Math.min(Math.max(((at + 0.5) * from) / to - 0.5, 0), from - 1);
  });
  const low = places.map(Math.floor);
  const high = low.map((place) => Math.min(place + 1, from - 1));
  const shape = x.shape.map((_, each) => (each === axis ? to : 1));
  const part = np.array(new Float32Array(places.map((place, at) => place - low[at]!)), { shape });
  const below = taken(x.ref, low, axis);
  return below.ref.add(taken(x, high, axis).sub(below).mul(part));
}

export const pad2d: Apply = ([x], _, { name, attributes }) => {
  const [top, left, bottom, right] = attributes.padding as [number, number, number, number];
  const mode = attributes.mode ?? 'zero';
  if (mode === 'zero' && Number(attributes.value ?? 0) === 0) {
    return np.pad(x!, [
      [0, 0],
      [0, 0],
      [top, bottom],
      [left, right],
    ]);
  }
  if (mode !== 'reflect' && mode !== 'replicate') {
    throw new RangeError(
      `pad2d "${name}": mode is ${String(mode)}, expected zero (of 0), reflect or replicate`,
    );
  }
  const sides = [
    [top, bottom],
    [left, right],
  ] as const;
  return spatial.reduce((y, axis, at) => {
    const size = y.shape[axis]!;
    const [before, after] = sides[at]!;
    const places = Array.from({ length: before + size + after }, (_, index) => {
      const place = index - before;
      if (mode === 'replicate') return Math.min(Math.max(place, 0), size - 1);
      return size - 1 - Math.abs(size - 1 - Math.abs(place));
    });
    return taken(y, places, axis);
  }, x!);
};
