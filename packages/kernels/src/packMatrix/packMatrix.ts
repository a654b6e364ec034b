import { channelGroups } from '../activationLayout.ts';
import { flatWorkgroups } from '../dispatch.ts';
import type { WeightPacker } from '../kernel.ts';
import type { Shape } from '../tensor.ts';
import code from './packMatrix.wgsl?raw';
import storedWeightCode from './storedWeight.wgsl?raw';

/** How a file stores numbers; its place is the size `dtype`. */
export const storedDtypes = ['F32', 'F16', 'I8'] as const;

/** A weight to be packed, [OF, IF] or [OC, IC/groups, KH, KW], or [IC, OC/groups, KH, KW] where `transposed`. */
export interface MatrixPacking {
  readonly shape: Shape;
  readonly dtype: (typeof storedDtypes)[number];
  readonly transposed: boolean;
  readonly groups: number;
  /**
   * Factors [height, width] of nearest upsampling in front of a convolution: the weight is packed for the transposed
   * convolution of that stride, with a kernel of `KH + height - 1` by `KW + width - 1`, that does both at once.
   */
  readonly upsample?: readonly [height: number, width: number];
}

function sizesOf({ shape, transposed, groups, upsample = [1, 1] }: MatrixPacking) {
  const [first, second, kernelHeight = 1, kernelWidth = 1] = shape as [number, number, number?, number?];
  return {
    outputChannels: transposed ? second * groups : first,
    inputPerGroup: transposed ? first / groups : second,
    kernelHeight,
    kernelWidth,
    taps: (kernelHeight + upsample[0] - 1) * (kernelWidth + upsample[1] - 1),
  };
}

/** Number of vec4 elements that the packed weight takes. */
export function packedVectors(packing: MatrixPacking): number {
  const { outputChannels, inputPerGroup, taps } = sizesOf(packing);
  return channelGroups(outputChannels) * taps * channelGroups(inputPerGroup) * 4;
}

/** Output channels of a packed weight: the length of `scale`. */
export function packedChannels(packing: MatrixPacking): number {
  return sizesOf(packing).outputChannels;
}

/**
 * Packs weights once at load: bindings output, raw (the file's bytes), scale (f32, one for each output channel) and, as sizes,
 * `packingNumbers`. It has no overrides: a model's weights all take the same pipeline.
 */
export const packMatrix: WeightPacker = {
  name: 'packMatrix',
  fills: 'weight',
  code,
  prelude: storedWeightCode,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'raw', access: 'read' },
    { name: 'scale', access: 'read' },
  ],
  epilogue: false,
  constants: packingNumbers,
  vectors: packedVectors,
  workgroups: (packing) => flatWorkgroups(packedVectors(packing)),
};

/** What a packer is told of a weight. */
export function packingNumbers(packing: MatrixPacking) {
  const { outputChannels, inputPerGroup, kernelHeight, kernelWidth } = sizesOf(packing);
  const [upsampleY, upsampleX] = packing.upsample ?? [1, 1];
  return {
    /** 0: f32, 1: f16, 2: int8. */
    dtype: storedDtypes.indexOf(packing.dtype),
    /** 0: [OC, IC per group, taps], 1: [IC, OC per group, taps]. */
    transposed: packing.transposed ? 1 : 0,
    outputChannels,
    inputPerGroup,
    outputPerGroup: outputChannels / packing.groups,
    /** Of the stored weight. */
    kernelHeight,
    kernelWidth,
    /** Above 1: the convolution stands behind nearest upsampling by this factor. */
    upsampleY,
    upsampleX,
  };
}
