import { activationLayout } from '../activationLayout.ts';
import type { ElementType } from '../kernel.ts';
import type { Shape } from '../tensor.ts';
import type { Expectation } from './expectation.ts';

/** A value of the output that is not what it should be. */
export interface Difference {
  /** In PyTorch's order, such as [n, c, y, x]. */
  readonly place: readonly number[];
  readonly found: number;
  readonly expected: number;
  readonly bound: number;
}

export interface Check {
  readonly passes: boolean;
  readonly values: number;
  /** How many values lie outside their bound. */
  readonly wrong: number;
  /** The value furthest outside its bound, or nearest to it. */
  readonly worst: Difference;
  /** The first lane behind the last channel that is not 0; kernels behind this one count on it. */
  readonly padding?: { readonly channel: number; readonly found: number };
}

/**
 * The bounds of this package's own tests: 1e-6 + 1e-5 sum |x w| for sums, 1e-5 (of the value, where that is above 1) for others. In
 * f16 one rounding of the result is added, 2^-10 of the value: operands are rounded before the reference sees them. Weights that are
 * stored in a transformed form are rounded once more: up to 2^-10 of the sum.
 */
function boundOf(
  type: ElementType,
  magnitude: number | undefined,
  value: number,
  transformed: boolean,
): number {
  const single = magnitude === undefined ? 1e-5 * Math.max(1, Math.abs(value)) : 1e-6 + 1e-5 * magnitude;
  if (type === 'f32') return single;
  return single + 2 ** -10 * (Math.abs(value) + (transformed ? magnitude! : 0)) + 2 ** -24;
}

/**
 * Compares what a kernel wrote, as it lies on the GPU, with what it should have written.
 * @param transformed whether it reads weights in another form than the file's
 */
export function checkOutput(
  packed: ArrayLike<number>,
  { shape, channels, values: { data }, magnitude }: Expectation,
  type: ElementType,
  transformed = false,
): Check {
  const { positions } = activationLayout(shape);
  const known = channels ?? Array.from({ length: shape[1] ?? 1 }, (_, channel) => channel);
  return compare(packed, shape, known, (image, place, position) => {
    const at = (image * known.length + place) * positions + position;
    return [data[at]!, boundOf(type, magnitude?.data[at], data[at]!, transformed)];
  });
}

/** Compares all channels with those of a kernel that is right at some: a hundredth of the largest value tells a wrong one from a rounded one. */
export function checkAgainst(packed: ArrayLike<number>, right: Float32Array, shape: Shape): Check {
  const bound = 1e-2 * right.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  const { positions, groups } = activationLayout(shape);
  const all = Array.from({ length: shape[1] ?? 1 }, (_, channel) => channel);
  return compare(packed, shape, all, (image, channel, position) => [
    right[(image * positions + position) * groups * 4 + channel]!,
    bound,
  ]);
}

/** @param rightAt what is expected at a place of `channels`, and within what */
function compare(
  packed: ArrayLike<number>,
  shape: Shape,
  channels: readonly number[],
  rightAt: (image: number, place: number, position: number) => readonly [value: number, bound: number],
): Check {
  const layout = activationLayout(shape);
  const { batch, positions, groups } = layout;
  let wrong = 0;
  let worstRatio = -1;
  let worst = { at: 0, found: 0, expected: 0, bound: 0 };
  let padding: { channel: number; found: number } | undefined;
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const base = (image * positions + position) * groups * 4;
      for (let place = 0; place < channels.length; place++) {
        const channel = channels[place]!;
        const found = packed[base + channel]!;
        const [expected, bound] = rightAt(image, place, position);
        const error = Math.abs(found - expected);
        const ratio = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / bound;
        if (ratio > 1) wrong++;
        if (ratio > worstRatio) {
          worstRatio = ratio;
          worst = { at: (image * layout.channels + channel) * positions + position, found, expected, bound };
        }
      }
      for (let channel = layout.channels; channel < groups * 4; channel++) {
        if (packed[base + channel] !== 0) padding ??= { channel, found: packed[base + channel]! };
      }
    }
  }
  const { at, ...difference } = worst;
  return {
    passes: wrong === 0 && padding === undefined,
    values: batch * positions * channels.length,
    wrong,
    worst: { place: placeOf(at, shape), ...difference },
    ...(padding && { padding }),
  };
}

function placeOf(index: number, shape: Shape): number[] {
  let rest = index;
  const place = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}
