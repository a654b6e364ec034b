import { activationLayout } from '../activationLayout.ts';
import type { Call, ElementType, Operation } from '../kernel.ts';
import { referenceOf } from '../references.ts';
import { elementCount, type Tensor } from '../tensor.ts';
import type { Operands } from './operands.ts';

/** What a call must give, and how far a value may be from it. */
export interface Expectation {
  readonly values: Tensor;
  /** Sums of |x w| behind each value; absent where the operation multiplies nothing. */
  readonly magnitude: Tensor | undefined;
}

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

const absolute = ({ shape, data }: Tensor): Tensor => ({ shape, data: data.map(Math.abs) });

/** Runs the operation's reference, image by image so that a page answers in between. */
export async function computeExpectation(
  operation: Operation,
  call: Call,
  operands: Operands,
): Promise<Expectation> {
  const values = new Float32Array(elementCount(call.output));
  const magnitude = operation.macs ? new Float32Array(values.length) : undefined;
  const weights = operands.weights;
  const absolutes = Object.fromEntries(
    Object.entries(weights).map(([name, tensor]) => [name, absolute(tensor)]),
  );
  const batch = call.output[0] ?? 1;
  const one = (shape: readonly number[]) => [1, ...shape.slice(1)];
  const perImage = values.length / batch;
  for (let image = 0; image < batch; image++) {
    const inputs = operands.inputs.map(({ shape, data }) => {
      const size = data.length / shape[0]!;
      return { shape: one(shape), data: data.subarray(image * size, (image + 1) * size) };
    });
    const output = one(call.output);
    values.set(referenceOf(operation)(inputs, weights, call.attributes, output).data, image * perImage);
    magnitude?.set(
      referenceOf(operation)(inputs.map(absolute), absolutes, call.attributes, output).data,
      image * perImage,
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return {
    values: { shape: call.output, data: values },
    magnitude: magnitude && { shape: call.output, data: magnitude },
  };
}

/**
 * The bounds of this package's own tests: 1e-6 + 1e-5 sum |x w| for sums, 1e-5 (of the value, where that is above 1) for others. In
 * f16 one rounding of the result is added, 2^-10 of the value: operands are rounded before the reference sees them.
 */
function boundOf(type: ElementType, magnitude: number | undefined, value: number): number {
  const single = magnitude === undefined ? 1e-5 * Math.max(1, Math.abs(value)) : 1e-6 + 1e-5 * magnitude;
  return type === 'f32' ? single : single + 2 ** -10 * Math.abs(value) + 2 ** -24;
}

/** Compares what a kernel wrote, as it lies on the GPU, with what it should have written. */
export function checkOutput(
  packed: ArrayLike<number>,
  { values, magnitude }: Expectation,
  type: ElementType,
): Check {
  const { shape, data } = values;
  const { batch, positions, channels, groups } = activationLayout(shape);
  let wrong = 0;
  let worstRatio = -1;
  let worst = { at: 0, found: 0, expected: 0, bound: 0 };
  let padding: { channel: number; found: number } | undefined;
  for (let image = 0; image < batch; image++) {
    for (let position = 0; position < positions; position++) {
      const base = (image * positions + position) * groups * 4;
      for (let channel = 0; channel < channels; channel++) {
        const at = (image * channels + channel) * positions + position;
        const found = packed[base + channel]!;
        const expected = data[at]!;
        const bound = boundOf(type, magnitude?.data[at], expected);
        const error = Math.abs(found - expected);
        const ratio = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error / bound;
        if (ratio > 1) wrong++;
        if (ratio > worstRatio) {
          worstRatio = ratio;
          worst = { at, found, expected, bound };
        }
      }
      for (let channel = channels; channel < groups * 4; channel++) {
        if (packed[base + channel] !== 0) padding ??= { channel, found: packed[base + channel]! };
      }
    }
  }
  const { at, ...difference } = worst;
  return {
    passes: wrong === 0 && padding === undefined,
    values: data.length,
    wrong,
    worst: { place: placeOf(at, shape), ...difference },
    ...(padding && { padding }),
  };
}

function placeOf(index: number, shape: readonly number[]): number[] {
  let rest = index;
  const place = shape.map(() => 0);
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    place[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return place;
}
