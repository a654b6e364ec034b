export { convolution, convolutionUnits } from './convolution';
export {
  activation,
  activationUnits,
  arithmetic,
  arithmeticUnits,
  batchNorm2d,
  batchNorm2dUnits,
} from './elementwise';
export { instanceNorm2d, instanceNorm2dUnits } from './instanceNorm2d';
export { packMatrix, packMatrixUnits } from './packMatrix';
export {
  concat,
  concatChannels,
  concatChannelsUnits,
  concatUnits,
  reshape,
  reshapeUnits,
  strided,
  stridedUnits,
} from './rearrange';
export { pad2d, pad2dUnits, upsample2d, upsample2dUnits } from './resample';
