import { type Call, type ConvolutionAttributes, convTranspose2d, type Operation } from '@roentgan/kernels';
import type { ResolvedNode } from '../graph/inferShapes.ts';
import type { GraphNode } from '../modelFile/model.ts';

export type UpsampleFactors = readonly [height: number, width: number];

/** A folded weight may take this many times the memory of the stored one. */
const largestGrowth = 4;

/**
 * Nearest upsampling by whole factors and the convolution of stride 1 that alone reads it, as one transposed
 * convolution: no large intermediate, and 4 instead of 9 taps an output for a factor of 2 and a 3x3 kernel.
 * Returns nothing where the two nodes are not such a pair.
 */
export function foldUpsample(
  node: GraphNode,
  { operation, call }: ResolvedNode,
  reader: GraphNode,
  resolveReader: () => ResolvedNode,
): { node: GraphNode; operation: Operation; call: Call; upsample: UpsampleFactors } | undefined {
  if (operation.name !== 'upsample2d' || reader.op !== 'conv2d') return undefined;
  const [, , height, width] = call.inputs[0] as [number, number, number, number];
  const upsample = [call.output[2]! / height, call.output[3]! / width] as const;
  const isNearest = (call.attributes as { mode: string }).mode === 'nearest';
  if (!isNearest || !upsample.every((factor) => Number.isInteger(factor))) return undefined;
  // By 1 it only copies, which is no transposed convolution.
  if (Math.max(...upsample) === 1) return undefined;

  const convolution = resolveReader();
  const { stride, padding, dilation, groups } = convolution.call.attributes as ConvolutionAttributes;
  const weight = convolution.call.weights.weight!;
  const [outputs, depth, kernelHeight, kernelWidth] = weight as [number, number, number, number];
  const kernel = [kernelHeight + upsample[0] - 1, kernelWidth + upsample[1] - 1] as const;
  const growth = (kernel[0] * kernel[1]) / (kernelHeight * kernelWidth);
  const crop = padding.map((side, at) => (at % 2 === 0 ? kernelHeight : kernelWidth) - 1 - side);
  const isPlain = [...stride, ...dilation].every((step) => step === 1) && crop.every((side) => side >= 0);
  if (!isPlain || growth > largestGrowth) return undefined;
  return {
    node: { ...reader, inputs: node.inputs },
    operation: convTranspose2d as Operation<never> as Operation,
    call: {
      inputs: call.inputs,
      weights: { ...convolution.call.weights, weight: [depth * groups, outputs / groups, ...kernel] },
      attributes: { stride: upsample, padding: crop, dilation: [1, 1], outputPadding: [0, 0], groups },
      output: convolution.call.output,
    },
    upsample,
  };
}
