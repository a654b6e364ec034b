import { integersAttribute } from '../attributes.ts';
import { channelOrSpatialAxis, checkRank, checkSize, largestRank } from '../checkShape.ts';
import type { Operation } from '../kernel.ts';
import { stridedKernel, type View } from '../strided/strided.ts';
import { formatShape, type Shape } from '../tensor.ts';

/** One entry of each list for each sliced axis. */
export interface SliceAttributes {
  /** Negative starts and ends count from the end; both are clamped, as in numpy. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly axes: readonly number[];
  readonly steps: readonly number[];
}

/** A start or end as an index from 0 to `size`. */
function clamped(index: number, size: number): number {
  return Math.min(Math.max(index < 0 ? index + size : index, 0), size);
}

/** Where a slice starts on each axis of its input, and its steps there. */
export function viewOf(input: Shape, { starts, axes, steps }: SliceAttributes): View {
  const view = { starts: input.map(() => 0), axes: input.map((_, axis) => ({ axis, step: 1 })) };
  axes.forEach((given, at) => {
    const axis = given < 0 ? given + input.length : given;
    view.starts[axis] = clamped(starts[at]!, input[axis]!);
    view.axes[axis] = { axis, step: steps[at]! };
  });
  return view;
}

export const sliceKernel = stridedKernel<SliceAttributes>('slice', ({ inputs, attributes }) =>
  viewOf(inputs[0]!, attributes),
);

/** ONNX `Slice` and Python's `x[:, start:end:step]` with steps from 1; never along the batch. */
export const slice: Operation<SliceAttributes> = {
  name: 'slice',
  inputs: { min: 1, max: 1 },
  weights: {},
  parseAttributes(raw, where) {
    const anyIndex = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }; // exporters write the largest int64 for "to the end"
    const anyAxis = { min: 1 - largestRank, max: largestRank - 1 };
    const starts = integersAttribute(raw, 'starts', undefined, anyIndex, where);
    const count = starts.length;
    return {
      starts,
      ends: integersAttribute(raw, 'ends', undefined, anyIndex, where, count),
      axes: integersAttribute(raw, 'axes', undefined, anyAxis, where, count),
      steps: integersAttribute(raw, 'steps', new Array<number>(count).fill(1), { min: 1 }, where, count),
    };
  },
  outputShape({ inputs, attributes: { starts, ends, axes, steps } }, where) {
    const input = inputs[0];
    checkRank(input, 1, largestRank, where);
    const output = [...input];
    const seen = new Set<number>();
    axes.forEach((given, at) => {
      const axis = channelOrSpatialAxis(given, input.length, where);
      if (seen.has(axis))
        throw new RangeError(`${where}: axes is ${formatShape(axes)}, expected each axis once`);
      seen.add(axis);
      const length = clamped(ends[at]!, input[axis]!) - clamped(starts[at]!, input[axis]!);
      output[axis] = checkSize(Math.max(0, Math.ceil(length / steps[at]!)), `size of axis ${axis}`, where);
    });
    return output;
  },
  kernels: [sliceKernel],
};
