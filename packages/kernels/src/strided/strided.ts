import { activationLayout, sixAxes } from '../activationLayout.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { Call, Kernel } from '../kernel.ts';
import { elementCount, type Shape } from '../tensor.ts';
import code from './strided.wgsl?raw';

/** Where output index (0, ...) lies in the input, as an index, and how far each output axis moves along input axes. */
export interface View {
  /** First index of each input axis; the batch's is 0. */
  readonly starts: readonly number[];
  /** The input axis that each output axis runs along, and by how much. */
  readonly axes: readonly { readonly axis: number; readonly step: number }[];
}

/** Distance in values between neighbours along each axis of an image as the GPU keeps it. */
export function imageStrides(shape: Shape): number[] {
  const { groups } = activationLayout(shape);
  return shape.map((_, axis) => {
    if (axis === 0) return 0;
    return axis === 1 ? 1 : elementCount(shape.slice(axis + 1)) * groups * 4;
  });
}

/** A kernel that copies a view of its input, which `viewOf` gives for a call. */
export function stridedKernel<Attributes extends object>(
  name: string,
  viewOf: (call: Call<Attributes>) => View,
): Kernel<Attributes> {
  return {
    name,
    code,
    bindings: [
      { name: 'output', access: 'read_write' },
      { name: 'input', access: 'read' },
    ],
    epilogue: false,
    constants: (call) => {
      const input = call.inputs[0]!;
      const { starts, axes } = viewOf(call);
      const strides = imageStrides(input);
      const offset = starts.reduce((sum, start, axis) => sum + start * strides[axis]!, 0);
      // Along a size of 1 nothing moves; a huge step would not even fit into 32 bits.
      const moves = axes.map(({ axis, step }, at) => (call.output[at] === 1 ? 0 : strides[axis]! * step));
      const [, , ...spatial] = moves;
      const channelStride = moves[1] || 1;
      const [, , ...sizes] = sixAxes(call.output);
      const { positions, groups } = activationLayout(input);
      return {
        OUTPUT_CHANNELS: call.output[1] ?? 1,
        IMAGE_VECTORS: positions * groups,
        OFFSET: offset,
        STRIDE_1: channelStride,
        WHOLE: channelStride === 1 && [offset, ...spatial].every((move) => move % 4 === 0) ? 1 : 0,
        ...numbered('SIZE', sizes),
        ...numbered('STRIDE', [...new Array<number>(4 - spatial.length).fill(0), ...spatial]),
      };
    },
    workgroups: ({ output }) => flatWorkgroups(activationLayout(output).vectors),
  };
}

/** Constants for axes 2 to 5. */
function numbered(prefix: string, values: readonly number[]): Record<string, number> {
  return Object.fromEntries(values.map((value, at) => [`${prefix}_${at + 2}`, value]));
}
