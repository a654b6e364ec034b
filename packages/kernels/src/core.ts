/**
 * The entry `@roentgan/kernels/core`: what running any model on a GPU takes, as one file. Everything else is loaded where a model, or whoever
 * runs it, needs it: operations by `operationGroups`, other kernels by `variantGroups`.
 */
export {
  activationLayout,
  channelGroups,
  keepsLayout,
  packActivation,
  unpackActivation,
} from './activationLayout.ts';
export { commonOperations } from './commonOperations.ts';
export { compilesOn, type Features } from './compilesOn.ts';
export { channelParameters, epilogueConstants, plainEpilogue } from './epilogue/epilogue.ts';
export { float16ToFloat32, float32ToFloat16 } from './float16.ts';
export { operationGroups, otherOperations } from './operationGroups.ts';
export { packedChannels, packedVectors, packingNumbers, packMatrix } from './packMatrix/packMatrix.ts';
export { channelScaleShift } from './scaleShift.ts';
export { bindGroupLayoutEntries, numberedBindings, shaderSource } from './shaderSource.ts';
export { overridesOf, sizeValues } from './sizes.ts';
export { isSoftwareName } from './softwareNames.ts';
export { elementCount, formatShape } from './tensor.ts';
export { variantGroups } from './variantGroups.ts';
