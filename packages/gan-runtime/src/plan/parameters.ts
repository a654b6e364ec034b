import type { MatrixPacking, Tensor } from '@roentgan/kernels';
import { activationLayout, channelGroups, normalizedVectors, packedVectors } from '@roentgan/kernels/core';
import { scaleName, type TensorInfo } from '../modelFile/tensorTable.ts';
import type { Layer } from './layers.ts';

interface ParameterBase {
  /** `${layer}.${binding}`. */
  readonly id: string;
  readonly binding: string;
  /** Size in vec4. */
  readonly vectors: number;
  /** True where it is stored in the plan's element type, false where always in f32. */
  readonly elements: boolean;
  /** Tensors of the file that must be there before it can be made. */
  readonly needs: readonly string[];
}

/** A weight that the GPU packs, times a scale for each output channel. */
export interface MatrixParameter extends ParameterBase {
  readonly kind: 'matrix';
  readonly weight: string;
  readonly packing: MatrixPacking;
  /** Tensor of an int8 weight's scale. */
  readonly quantisation?: string;
  readonly norm?: FoldedNorm;
}

/** Rows of bias and prelu slope. */
export interface ChannelParameter extends ParameterBase {
  readonly kind: 'channelParameters';
  readonly channels: number;
  readonly bias: boolean;
  readonly biasTensor?: string;
  readonly slopeTensor?: string;
  readonly norm?: FoldedNorm;
}

/** Rows of scale and shift of a normalisation that stands alone. */
export interface ScaleShiftParameter extends ParameterBase {
  readonly kind: 'scaleShift';
  readonly channels: number;
  readonly weights: Readonly<Record<string, string>>;
  readonly eps: number;
}

/** Scale and shift of the values that a layer norm normalises together. */
export interface NormalizedParameter extends ParameterBase {
  readonly kind: 'normalizedScaleShift';
  readonly normalizedShape: Tensor['shape'];
  /** Axes of the input. */
  readonly rank: number;
  readonly weights: Readonly<Record<string, string>>;
}

/** A constant operand in activation layout. */
export interface ConstantParameter extends ParameterBase {
  readonly kind: 'constant';
  readonly tensor: string;
  /** Leading axes of size 1 are added to the stored shape. */
  readonly shape: Tensor['shape'];
}

/** Numbers that stand in the graph itself. */
export interface IndicesParameter extends ParameterBase {
  readonly kind: 'indices';
  readonly index: readonly number[];
}

/** Tensors of a batch norm by PyTorch's names. */
export interface FoldedNorm {
  readonly weights: Readonly<Record<string, string>>;
  readonly eps: number;
  readonly channels: number;
}

export type Parameter =
  | MatrixParameter
  | ChannelParameter
  | ScaleShiftParameter
  | NormalizedParameter
  | ConstantParameter
  | IndicesParameter;

function foldedNorm(layer: Layer): FoldedNorm | undefined {
  if (!layer.norm) return undefined;
  const eps = (layer.norm.attributes.eps as number | undefined) ?? 1e-5;
  return { weights: layer.norm.weights, eps, channels: layer.call.output[1]! };
}

/** What a layer binds besides activations. */
export function parametersOf(layer: Layer, tensors: ReadonlyMap<string, TensorInfo>): Parameter[] {
  const { node, operation, call } = layer;
  const channels = call.output[1] ?? 1;
  const rows = channelGroups(channels);
  const norm = foldedNorm(layer);
  const folded = norm ? { norm } : {};
  const normTensors = Object.values(norm?.weights ?? {});
  const id = (binding: string) => `${node.name}.${binding}`;
  const parameters: Parameter[] = [];

  if (operation.weightUse === 'matrix') {
    const weight = node.weights.weight!;
    const info = tensors.get(weight)!;
    const packing: MatrixPacking = {
      shape: info.shape,
      dtype: info.dtype,
      transposed: operation.name === 'convTranspose2d' && !layer.upsample,
      groups: (call.attributes as { groups?: number }).groups ?? 1,
      ...(layer.upsample ? { upsample: layer.upsample } : {}),
    };
    const quantisation = info.dtype === 'I8' ? scaleName(weight) : undefined;
    parameters.push({
      kind: 'matrix',
      id: id('weight'),
      binding: 'weight',
      vectors: packedVectors(packing),
      elements: true,
      needs: [weight, ...normTensors, ...(quantisation ? [quantisation] : [])],
      weight,
      packing,
      ...(quantisation ? { quantisation } : {}),
      ...folded,
    });
  }
  if (operation.weightUse === 'channelScaleShift') {
    parameters.push({
      kind: 'scaleShift',
      id: id('scaleShift'),
      binding: 'scaleShift',
      vectors: 2 * rows,
      elements: false,
      needs: Object.values(node.weights),
      channels,
      weights: node.weights,
      eps: (call.attributes as { eps: number }).eps,
    });
  }
  if (operation.weightUse === 'normalizedScaleShift') {
    const { normalizedShape } = call.attributes as { normalizedShape: Tensor['shape'] };
    const rank = call.output.length;
    parameters.push({
      kind: 'normalizedScaleShift',
      id: id('scaleShift'),
      binding: 'scaleShift',
      vectors: normalizedVectors(normalizedShape, rank),
      elements: false,
      needs: Object.values(node.weights),
      normalizedShape,
      rank,
      weights: node.weights,
    });
  }
  if (operation.weightUse === 'constant' && node.weights.other) {
    const tensor = node.weights.other;
    const stored = tensors.get(tensor)!.shape;
    const shape = [...new Array<number>(Math.max(0, call.output.length - stored.length)).fill(1), ...stored];
    const { vectors } = activationLayout(shape);
    parameters.push({
      kind: 'constant',
      id: id('other'),
      binding: 'other',
      vectors,
      elements: true,
      needs: [tensor],
      tensor,
      shape,
    });
  }
  if (operation.weightUse === 'table') {
    const tensor = node.weights.weight!;
    const { shape } = tensors.get(tensor)!;
    const { vectors } = activationLayout(shape);
    parameters.push({
      kind: 'constant',
      id: id('weight'),
      binding: 'weight',
      vectors,
      elements: true,
      needs: [tensor],
      tensor,
      shape,
    });
  }
  if (operation.weightUse === 'indices') {
    const { index } = call.attributes as { index: readonly number[] };
    parameters.push({
      kind: 'indices',
      id: id('indices'),
      binding: 'indices',
      vectors: Math.ceil(index.length / 4),
      elements: false,
      needs: [],
      index,
    });
  }
  const biasTensor = operation.weightUse === 'matrix' ? node.weights.bias : undefined;
  const bias = biasTensor !== undefined || norm !== undefined;
  if (bias || layer.slope) {
    parameters.push({
      kind: 'channelParameters',
      id: id('channelParameters'),
      binding: 'channelParameters',
      vectors: layer.slope ? 2 * rows : rows,
      elements: false,
      needs: [...normTensors, ...(biasTensor ? [biasTensor] : []), ...(layer.slope ? [layer.slope] : [])],
      channels,
      bias,
      ...(biasTensor ? { biasTensor } : {}),
      ...(layer.slope ? { slopeTensor: layer.slope } : {}),
      ...folded,
    });
  }
  return parameters;
}
