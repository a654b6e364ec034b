export { activationKernel, leakyRelu, relu, sigmoid, tanh } from './activation/activation.ts';
export { clamp, elu, gelu, prelu, silu } from './activation/otherActivations.ts';
export {
  type ActivationLayout,
  activationLayout,
  channelGroups,
  keepsLayout,
  packActivation,
  planeOf,
  unpackActivation,
} from './activationLayout.ts';
export { arithmeticFunctions } from './arithmetic/arithmetic.reference.ts';
export {
  type ArithmeticAttributes,
  add,
  addKernel,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  multiply,
  multiplyKernel,
  pow,
  sub,
} from './arithmetic/arithmetic.ts';
export { type ArithmeticName, arithmeticNames } from './arithmetic/arithmeticNames.ts';
export { alignRight } from './arithmetic/broadcast.ts';
export { batchNorm2d, batchNorm2dKernel } from './batchNorm2d/batchNorm2d.ts';
export { commonOperations } from './commonOperations.ts';
export { compilesOn, type Features } from './compilesOn.ts';
export { type ConcatAttributes, concat, concatChannelsKernel, concatKernel } from './concat/concat.ts';
export { conv2d, conv2dGroupedKernel, conv2dKernel } from './conv2d/conv2d.ts';
export type { ConvolutionAttributes } from './convolution.ts';
export { convTranspose2d, convTranspose2dGroupedKernel } from './convTranspose2d/convTranspose2d.grouped.ts';
export { type ConvTranspose2dAttributes, convTranspose2dKernel } from './convTranspose2d/convTranspose2d.ts';
export { flatWorkgroups, workgroupSize } from './dispatch.ts';
export { embedding, embeddingKernel } from './embedding/embedding.ts';
export {
  type Activation,
  type ActivationName,
  activationNames,
  channelParameters,
  type Epilogue,
  epilogueConstants,
  plainEpilogue,
} from './epilogue/epilogue.ts';
export { addNoise, spreadOperand } from './epilogue/noise.ts';
export { float16ToFloat32, float32ToFloat16 } from './float16.ts';
export { shaderSource } from './fullShaderSource.ts';
export { type GridSampleAttributes, gridSample, gridSampleKernel } from './gridSample/gridSample.ts';
export { type GroupNormAttributes, groupNorm, groupNormKernel } from './groupNorm/groupNorm.ts';
export { type IndexSelectAttributes, indexSelect, indexSelectKernel } from './indexSelect/indexSelect.ts';
export { instanceNorm2d, instanceNorm2dKernel } from './instanceNorm2d/instanceNorm2d.ts';
export type {
  Binding,
  Call,
  ElementType,
  FoldedCall,
  FusedLayer,
  GraphView,
  Kernel,
  Operand,
  Operation,
  Program,
  WeightPacker,
  WeightUse,
  Workgroups,
} from './kernel.ts';
export { type LayerNormAttributes, layerNorm, layerNormKernel } from './layerNorm/layerNorm.ts';
export { linear, linearKernel } from './linear/linear.ts';
export { type MatmulAttributes, matmul, matmulKernel } from './matmul/matmul.ts';
export type { NormalizationAttributes } from './normalization.ts';
export { type OperationGroup, operationGroups, otherOperations } from './operationGroups.ts';
export { operations } from './operations.ts';
export {
  type MatrixPacking,
  packedChannels,
  packedVectors,
  packingNumbers,
  packMatrix,
  storedDtypes,
} from './packMatrix/packMatrix.ts';
export { type Pad2dAttributes, pad2d, pad2dKernel } from './pad2d/pad2d.ts';
export { type PermuteAttributes, permute, permuteKernel } from './permute/permute.ts';
export {
  type PixelShuffleAttributes,
  type PixelUnshuffleAttributes,
  pixelShuffle,
  pixelShuffleKernel,
  pixelUnshuffle,
  pixelUnshuffleKernel,
} from './pixelShuffle/pixelShuffle.ts';
export { avgPool2d, maxPool2d, type Pool2dAttributes } from './pool2d/pool2d.ts';
export {
  amax,
  amaxKernel,
  amin,
  aminKernel,
  mean,
  meanKernel,
  type ReductionAttributes,
  sum,
  sumKernel,
} from './reduction/reduction.ts';
export { type Reference, referenceOf } from './references.ts';
export { type ReshapeAttributes, reshape, reshapeKernel } from './reshape/reshape.ts';
export {
  type ScaledDotProductAttentionAttributes,
  scaledDotProductAttention,
  scaledDotProductAttentionKernel,
} from './scaledDotProductAttention/scaledDotProductAttention.ts';
export { channelScaleShift } from './scaleShift.ts';
export {
  type BufferLayoutEntry,
  bindGroupLayoutEntries,
  numberedBindings,
} from './shaderSource.ts';
export { overridesOf, sizeNames, sizeValues } from './sizes.ts';
export { type SliceAttributes, slice, sliceKernel } from './slice/slice.ts';
export { type SoftmaxAttributes, softmax, softmaxKernel } from './softmax/softmax.ts';
export { isSoftwareName } from './softwareNames.ts';
export { stridesOf } from './stridesOf.ts';
export { elementCount, formatShape, type Shape, type Tensor } from './tensor.ts';
export { type UnaryAttributes, unaryFunctions } from './unary/unary.reference.ts';
export {
  abs,
  ceil,
  celu,
  cos,
  erf,
  exp,
  floor,
  hardsigmoid,
  hardswish,
  log,
  logsigmoid,
  mish,
  neg,
  reciprocal,
  round,
  rsqrt,
  selu,
  sign,
  sin,
  softplus,
  softsign,
  sqrt,
  square,
  tan,
} from './unary/unary.ts';
export { type UnaryName, unaryNames } from './unary/unaryNames.ts';
export { type Upsample2dAttributes, upsample2d, upsample2dKernel } from './upsample2d/upsample2d.ts';
export { type VariantGroup, variantGroups } from './variantGroups.ts';
export { kernelsOf, variants } from './variants.ts';
export { where, whereKernel } from './where/where.ts';
