import { activationLayout } from '../activationLayout.ts';
import type { ConvolutionAttributes } from '../convolution.ts';
import type { Call, ElementType, Operation } from '../kernel.ts';
import { packedVectors } from '../packMatrix/packMatrix.ts';
import { elementCount } from '../tensor.ts';
import { packingOf } from './bindOperands.ts';
import type { Ceilings } from './ceilings.ts';

/** What a call cannot do without. */
export interface Work {
  /** Multiply-adds, without those whose tap falls on padding (conv2d) or is cropped (convTranspose2d). */
  readonly macs: number;
  /** Inputs and weights read once and the output written once, as they lie on the GPU. */
  readonly bytes: number;
}

/** The least time that the ceilings allow, and which of them sets it. */
export interface Roofline {
  readonly milliseconds: number;
  readonly boundBy: 'compute' | 'memory';
}

export function workOf(operation: Operation, call: Call, type: ElementType): Work {
  const vector = type === 'f16' ? 8 : 16;
  const activations = [...call.inputs, call.output].reduce(
    (sum, shape) => sum + activationLayout(shape).vectors * vector,
    0,
  );
  const { weight, ...others } = call.weights;
  const isMatrix = operation.weightUse === 'matrix';
  const matrix = isMatrix ? packedVectors(packingOf(operation, call)) * vector : 0;
  const vectors = Object.values(isMatrix || !weight ? others : call.weights);
  const bytes = activations + matrix + vectors.reduce((sum, shape) => sum + elementCount(shape) * 4, 0);
  return { macs: usefulMacs(operation, call), bytes };
}

/** Arithmetic in f16 storage may be f32 or f16, so the higher ceiling counts there. */
export function rooflineOf({ macs, bytes }: Work, ceilings: Ceilings, type: ElementType): Roofline {
  const rate = type === 'f16' ? Math.max(ceilings.f32, ceilings.f16 ?? 0) : ceilings.f32;
  const compute = (macs / rate) * 1000;
  const memory = (bytes / ceilings.bandwidth) * 1000;
  return { milliseconds: Math.max(compute, memory), boundBy: compute > memory ? 'compute' : 'memory' };
}

function usefulMacs(operation: Operation, call: Call): number {
  const macs = operation.macs?.(call) ?? 0;
  if (operation.name !== 'conv2d' && operation.name !== 'convTranspose2d') return macs;
  const { stride, padding, dilation } = call.attributes as ConvolutionAttributes;
  const isTransposed = operation.name === 'convTranspose2d';
  const swept = isTransposed ? call.inputs[0]! : call.output;
  const reached = isTransposed ? call.output : call.inputs[0]!;
  const share = (axis: 0 | 1): number => {
    const taps = call.weights.weight![2 + axis]!;
    let inside = 0;
    for (let position = 0; position < swept[2 + axis]!; position++) {
      for (let tap = 0; tap < taps; tap++) {
        const place = position * stride[axis]! + tap * dilation[axis]! - padding[axis]!;
        if (place >= 0 && place < reached[2 + axis]!) inside++;
      }
    }
    return inside / (swept[2 + axis]! * taps);
  };
  return Math.round(macs * share(0) * share(1));
}
