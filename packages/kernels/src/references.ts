import { activationReference } from './activation/activation.reference.ts';
import { leakyRelu, relu, sigmoid, tanh } from './activation/activation.ts';
import { clamp, elu, gelu, prelu, silu } from './activation/otherActivations.ts';
import { arithmeticReference } from './arithmetic/arithmetic.reference.ts';
import type { ArithmeticAttributes } from './arithmetic/arithmetic.ts';
import { arithmeticNames } from './arithmetic/arithmeticNames.ts';
import { batchNorm2dReference } from './batchNorm2d/batchNorm2d.reference.ts';
import { concatReference } from './concat/concat.reference.ts';
import { conv2dReference } from './conv2d/conv2d.reference.ts';
import { convTranspose2dReference } from './convTranspose2d/convTranspose2d.reference.ts';
import { embeddingReference } from './embedding/embedding.reference.ts';
import { gridSampleReference } from './gridSample/gridSample.reference.ts';
import type { GridSampleAttributes } from './gridSample/gridSample.ts';
import { groupNormReference } from './groupNorm/groupNorm.reference.ts';
import { indexSelectReference } from './indexSelect/indexSelect.reference.ts';
import { axisOf, type IndexSelectAttributes } from './indexSelect/indexSelect.ts';
import { instanceNorm2dReference } from './instanceNorm2d/instanceNorm2d.reference.ts';
import type { Operation } from './kernel.ts';
import { layerNormReference } from './layerNorm/layerNorm.reference.ts';
import { linearReference } from './linear/linear.reference.ts';
import { matmulReference } from './matmul/matmul.reference.ts';
import type { MatmulAttributes } from './matmul/matmul.ts';
import { pad2dReference } from './pad2d/pad2d.reference.ts';
import { permuteReference } from './permute/permute.reference.ts';
import type { PermuteAttributes } from './permute/permute.ts';
import { pixelShuffleReference, pixelUnshuffleReference } from './pixelShuffle/pixelShuffle.reference.ts';
import type { PixelShuffleAttributes, PixelUnshuffleAttributes } from './pixelShuffle/pixelShuffle.ts';
import { pool2dReference } from './pool2d/pool2d.reference.ts';
import type { Pool2dAttributes } from './pool2d/pool2d.ts';
import { reductionReference } from './reduction/reduction.reference.ts';
import type { ReductionAttributes } from './reduction/reduction.ts';
import { scaledDotProductAttentionReference } from './scaledDotProductAttention/scaledDotProductAttention.reference.ts';
import type { ScaledDotProductAttentionAttributes } from './scaledDotProductAttention/scaledDotProductAttention.ts';
import { sliceReference } from './slice/slice.reference.ts';
import type { SliceAttributes } from './slice/slice.ts';
import { softmaxReference } from './softmax/softmax.reference.ts';
import type { Shape, Tensor } from './tensor.ts';
import { type UnaryAttributes, unaryReference } from './unary/unary.reference.ts';
import { unaryNames } from './unary/unaryNames.ts';
import { upsample2dReference } from './upsample2d/upsample2d.reference.ts';
import { whereReference } from './where/where.reference.ts';

/** What an operation computes: plain loops in f64, stored as f32; `output` is what `outputShape` gave. */
export type Reference<Attributes extends object = object> = (
  inputs: readonly Tensor[],
  weights: Readonly<Record<string, Tensor>>,
  attributes: Attributes,
  output: Shape,
) => Tensor;

// Each is only ever given attributes that its operation parsed itself.
const one =
  <Attributes extends object>(
    compute: (input: Tensor, attributes: Attributes, output: Shape) => Tensor,
  ): Reference<Attributes> =>
  ([input], _weights, attributes, output) =>
    compute(input!, attributes, output);

const activations = [
  relu,
  leakyRelu,
  prelu,
  elu,
  sigmoid,
  tanh,
  silu,
  gelu,
  clamp,
] as readonly unknown[] as readonly Operation[];

const references: Readonly<Record<string, Reference<never>>> = {
  batchNorm2d: batchNorm2dReference,
  concat: concatReference,
  conv2d: conv2dReference,
  convTranspose2d: convTranspose2dReference,
  groupNorm: groupNormReference,
  instanceNorm2d: instanceNorm2dReference,
  layerNorm: layerNormReference,
  linear: linearReference,
  pad2d: pad2dReference,
  softmax: softmaxReference,
  upsample2d: upsample2dReference,
  reshape: ([input], _weights, _attributes, shape) => ({ shape, data: input!.data.slice() }),
  embedding: ([input], weights, _attributes, output) => embeddingReference(input!, weights.weight!, output),
  where: (inputs, weights, _attributes, output) =>
    whereReference([...inputs, ...(weights.other ? [weights.other] : [])], output),
  matmul: ([a, b], _weights, attributes: MatmulAttributes, output) =>
    matmulReference(a!, b!, attributes, output),
  scaledDotProductAttention: (
    [query, key, value],
    _weights,
    attributes: ScaledDotProductAttentionAttributes,
    output,
  ) => scaledDotProductAttentionReference(query!, key!, value!, attributes, output),
  gridSample: ([input, grid], _weights, attributes: GridSampleAttributes, output) =>
    gridSampleReference(input!, grid!, attributes, output),
  permute: one((input, { dims }: PermuteAttributes, output) => permuteReference(input, dims, output)),
  slice: one((input, attributes: SliceAttributes, output) => sliceReference(input, attributes, output)),
  indexSelect: one((input, { dim, index }: IndexSelectAttributes, output) =>
    indexSelectReference(input, axisOf(dim, output.length), index, output),
  ),
  pixelShuffle: one((input, { upscaleFactor, order }: PixelShuffleAttributes, output) =>
    pixelShuffleReference(input, upscaleFactor, order, output),
  ),
  pixelUnshuffle: one((input, { downscaleFactor, order }: PixelUnshuffleAttributes, output) =>
    pixelUnshuffleReference(input, downscaleFactor, order, output),
  ),
  ...Object.fromEntries(
    [false, true].map((isMean) => [
      isMean ? 'avgPool2d' : 'maxPool2d',
      one((input, attributes: Pool2dAttributes, output) =>
        pool2dReference(input, attributes, isMean, output),
      ),
    ]),
  ),
  ...Object.fromEntries(
    (['mean', 'sum', 'amax', 'amin'] as const).map((kind) => [
      kind,
      one((input, { dim }: ReductionAttributes, output) => reductionReference(kind, input, dim, output)),
    ]),
  ),
  ...Object.fromEntries(
    activations.map(({ name, activation }): [string, Reference] => [
      name,
      (inputs, weights, attributes) => activationReference(inputs, weights, activation!(attributes)),
    ]),
  ),
  ...Object.fromEntries(
    arithmeticNames.map((name): [string, Reference<ArithmeticAttributes>] => [
      name,
      (inputs, weights, { reversed }, output) =>
        arithmeticReference(name, [inputs[0]!, inputs[1] ?? weights.other!], reversed, output),
    ]),
  ),
  ...Object.fromEntries(
    unaryNames.map((name) => [
      name,
      one((input, attributes: UnaryAttributes) => unaryReference(name, input, attributes)),
    ]),
  ),
};

/**
 * An operation's reference. Apart from the operations themselves, which pages load that never compare anything.
 * @throws RangeError for an operation that has none
 */
export function referenceOf({ name }: Pick<Operation, 'name'>): Reference {
  const reference = Object.hasOwn(references, name) ? references[name] : undefined;
  if (!reference) throw new RangeError(`${name}: has no reference, expected one in references.ts`);
  return reference as Reference<never> as Reference;
}
