export {
  type ActivationLayout,
  activationLayout,
  channelGroups,
  packActivation,
  planeOf,
  unpackActivation,
} from './activationLayout.ts';
export { conv2d, conv2dGroupedKernel, conv2dKernel } from './conv2d/conv2d.ts';
export {
  type ConvTranspose2dAttributes,
  convTranspose2d,
  convTranspose2dGroupedKernel,
  convTranspose2dKernel,
} from './convTranspose2d/convTranspose2d.ts';
export type { ConvolutionAttributes } from './convolution.ts';
export { flatWorkgroups, workgroupSize } from './dispatch.ts';
export {
  type Activation,
  type ActivationName,
  activationNames,
  channelParameters,
  type Epilogue,
  epilogueConstants,
  plainEpilogue,
} from './epilogue/epilogue.ts';
export { float16ToFloat32, float32ToFloat16 } from './float16.ts';
export type { Binding, Call, ElementType, Kernel, Operation, WeightUse, Workgroups } from './kernel.ts';
export { linear, linearKernel } from './linear/linear.ts';
export { operations } from './operations.ts';
export { type MatrixPacking, packedChannels, packedVectors, packMatrix, storedDtypes } from './packMatrix/packMatrix.ts';
export { channelScaleShift, scaleShift } from './scaleShift.ts';
export { bindGroupLayoutEntries, numberedBindings, shaderSource } from './shaderSource.ts';
export { elementCount, formatShape, type Shape, stridesOf, type Tensor } from './tensor.ts';
