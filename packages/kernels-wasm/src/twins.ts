import {
  activationLayout,
  arithmeticNames,
  channelGroups,
  type MatrixPacking,
  packingNumbers,
  type Shape,
  unaryNames,
} from '@roentgan/kernels';
import type { CallFields, WasmKernel } from './calls.ts';

/** Kernels that differ in one constant. */
function sharing(twin: WasmKernel, names: readonly string[]): Record<string, WasmKernel> {
  return Object.fromEntries(names.map((name) => [name, twin]));
}

/** The WebAssembly kernel that does what a WebGPU kernel does. */
const twins: Readonly<Record<string, WasmKernel>> = {
  conv2d: 'convolution',
  'conv2d.grouped': 'convolution',
  convTranspose2d: 'convolution',
  'convTranspose2d.grouped': 'convolution',
  linear: 'convolution',
  activation: 'activation',
  ...sharing('arithmetic', arithmeticNames),
  ...sharing('unary', unaryNames),
  batchNorm2d: 'batchNorm2d',
  instanceNorm2d: 'instanceNorm2d',
  groupNorm: 'groupNorm',
  layerNorm: 'layerNorm',
  softmax: 'softmax',
  matmul: 'matmul',
  scaledDotProductAttention: 'scaledDotProductAttention',
  ...sharing('reduction', ['mean', 'sum', 'amax', 'amin']),
  concat: 'concat',
  'concat.channels': 'concatChannels',
  reshape: 'reshape',
  permute: 'strided',
  slice: 'strided',
  upsample2d: 'upsample2d',
  where: 'where',
  maxPool2d: 'pool2d',
  avgPool2d: 'pool2d',
  pixelShuffle: 'pixelShuffle',
  pixelUnshuffle: 'pixelShuffle',
  embedding: 'embedding',
  indexSelect: 'indexSelect',
  gridSample: 'gridSample',
  pad2d: 'pad2d',
};

/** A dispatch as a planner states it: a WebGPU kernel, the values of its overrides and the shape that it makes. */
export interface Dispatch {
  readonly kernel: { readonly name: string };
  readonly constants: Readonly<Record<string, number>>;
  readonly shape: Shape;
}

/** A call without its addresses: those of `output`, `input` and so on, and a convolution's `zero`, are still to come; without `noise` none is added. */
export interface TwinCall {
  readonly kernel: WasmKernel;
  readonly fields: CallFields;
}

/** Bytes of scratch that each thread needs for a convolution with this many taps. */
export function scratchBytes(taps: number): number {
  return Math.max(16384, 1024 + 40 * taps);
}

/** Bytes of scratch that each thread needs for attention: shares of 64 keys, the queries and the results of four slots. */
function attentionScratch({ FEATURES, COLUMNS }: Readonly<Record<string, number>>): number {
  return 192 + 64 * (64 + FEATURES! + COLUMNS!);
}

/** Input channels that a tap sums over: padded to four, as activations are, where there is one convolution group. */
function depthOf(inputPerGroup: number, groups: number): number {
  return groups === 1 ? channelGroups(inputPerGroup) * 4 : inputPerGroup;
}

/**
 * The WebAssembly call for a WebGPU dispatch.
 * @throws RangeError for a kernel that has no twin
 */
export function twinCall({ kernel, constants, shape }: Dispatch): TwinCall {
  const name = kernel.name.replace('.noise', ''); // every twin adds noise where it is given some
  const twin = twins[name];
  if (!twin)
    throw new RangeError(`kernel ${kernel.name} has no WebAssembly twin, expected one of all kernels`);
  const { batch, vectors } = activationLayout(shape);
  const fields = { noise: 0, spread: 0, ...constants, BATCH: batch, VECTORS: vectors };
  if (twin === 'scaledDotProductAttention') {
    return { kernel: twin, fields: { ...fields, SCRATCH_BYTES: attentionScratch(constants) } };
  }
  if (twin !== 'convolution') return { kernel: twin, fields };
  const full = name === 'linear' ? asConvolution(constants) : constants;
  const groups = constants.CHANNELS! / full.OUTPUT_PER_GROUP!;
  return {
    kernel: twin,
    fields: {
      ...fields,
      ...full,
      TRANSPOSED: name.startsWith('convTranspose2d') ? 1 : 0,
      CONVOLUTION_GROUPS: groups,
      DEPTH: depthOf(full.INPUT_PER_GROUP!, groups),
      SCRATCH_BYTES: scratchBytes(full.KERNEL_HEIGHT! * full.KERNEL_WIDTH!),
    },
  };
}

/** A fully connected layer is a convolution of one position. */
function asConvolution(linear: Readonly<Record<string, number>>): Record<string, number> {
  const one = [
    'INPUT_HEIGHT',
    'INPUT_WIDTH',
    'OUTPUT_HEIGHT',
    'OUTPUT_WIDTH',
    'KERNEL_HEIGHT',
    'KERNEL_WIDTH',
  ];
  const steps = ['STRIDE_Y', 'STRIDE_X', 'DILATION_Y', 'DILATION_X'];
  return {
    ...linear,
    ...Object.fromEntries([...one, ...steps].map((name) => [name, 1])),
    PADDING_TOP: 0,
    PADDING_LEFT: 0,
    INPUT_PER_GROUP: linear.INPUT_GROUPS! * 4,
    OUTPUT_PER_GROUP: linear.CHANNELS!,
  };
}

/** The call that packs a weight, without the addresses of `output`, `raw` and `scale`, and the bytes of `output`. */
export function packingCall(packing: MatrixPacking): TwinCall & { readonly bytes: number } {
  const numbers = packingNumbers(packing);
  const depth = depthOf(numbers.inputPerGroup, packing.groups);
  const height = numbers.kernelHeight + numbers.upsampleY - 1;
  const width = numbers.kernelWidth + numbers.upsampleX - 1;
  const channels = channelGroups(numbers.outputPerGroup) * packing.groups * 4; // at most: see panels.ts
  return {
    kernel: 'packMatrix',
    fields: { ...numbers, depth },
    bytes: channels * height * width * depth * 4,
  };
}
