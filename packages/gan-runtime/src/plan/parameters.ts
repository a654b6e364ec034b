import type { MatrixPacking, Operand, WeightPacker } from '@roentgan/kernels';
import { channelGroups, packMatrix } from '@roentgan/kernels/core';
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
  readonly packer: WeightPacker;
  /** Tensor of an int8 weight's scale. */
  readonly quantisation: string | undefined;
  readonly norm: FoldedNorm | undefined;
}

/** Rows of bias and prelu slope. */
export interface ChannelParameter extends ParameterBase {
  readonly kind: 'channelParameters';
  readonly channels: number;
  readonly bias: boolean;
  readonly biasTensor: string | undefined;
  readonly slopeTensor: string | undefined;
  readonly norm: FoldedNorm | undefined;
}

/** What the operation itself makes, of weights or attributes. */
export interface OperandParameter extends ParameterBase, Pick<Operand, 'values'> {
  readonly kind: 'operand';
  /** Names of tensors by role. */
  readonly weights: Readonly<Record<string, string>>;
}

/** Tensors of a batch norm by PyTorch's names. */
export interface FoldedNorm {
  readonly weights: Readonly<Record<string, string>>;
  readonly eps: number;
  readonly channels: number;
}

export type Parameter = MatrixParameter | ChannelParameter | OperandParameter;

function foldedNorm(layer: Layer): FoldedNorm | undefined {
  if (!layer.norm) return undefined;
  const eps = (layer.norm.attributes.eps as number | undefined) ?? 1e-5;
  return { weights: layer.norm.weights, eps, channels: layer.call.output[1]! };
}

const stated = (...names: readonly (string | undefined)[]) => names.filter((name) => name !== undefined);

/** What a layer binds besides activations; `packer` is that of its kernel. */
export function parametersOf(
  layer: Layer,
  tensors: ReadonlyMap<string, TensorInfo>,
  packer: WeightPacker = packMatrix,
): Parameter[] {
  const { node, operation, call } = layer;
  const channels = call.output[1] ?? 1;
  const rows = channelGroups(channels);
  const norm = foldedNorm(layer);
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
      binding: packer.fills,
      vectors: packer.vectors(packing),
      elements: true,
      needs: stated(weight, quantisation, ...normTensors),
      weight,
      packing,
      packer,
      quantisation,
      norm,
    });
  }
  const addOperand = (operand: Operand | undefined, weights: Readonly<Record<string, string>>) => {
    if (!operand) return;
    const needs = Object.values(weights);
    parameters.push({ kind: 'operand', id: id(operand.binding), ...operand, needs, weights });
  };
  addOperand(operation.operand?.(call), node.weights);
  if (layer.noise) addOperand(layer.noise.operand(norm?.eps), layer.noise.weights);
  const biasTensor = operation.weightUse === 'matrix' ? node.weights.bias : undefined;
  const bias = biasTensor !== undefined || norm !== undefined;
  if (bias || layer.slope) {
    parameters.push({
      kind: 'channelParameters',
      id: id('channelParameters'),
      binding: 'channelParameters',
      vectors: layer.slope ? 2 * rows : rows,
      elements: false,
      needs: stated(biasTensor, layer.slope, ...normTensors),
      channels,
      bias,
      biasTensor,
      slopeTensor: layer.slope,
      norm,
    });
  }
  return parameters;
}
