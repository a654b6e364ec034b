export { arithmetic, arithmeticUnits } from './arithmetic';
export { convolution, convolutionUnits } from './convolution';
export { activation, activationUnits, batchNorm2d, batchNorm2dUnits } from './elementwise';
export { embedding, embeddingUnits } from './embedding';
export { gridSample, gridSampleUnits } from './gridSample';
export { groupNorm, groupNormUnits } from './groupNorm';
export { indexSelect, indexSelectUnits } from './indexSelect';
export { instanceNorm2d, instanceNorm2dUnits } from './instanceNorm2d';
export { layerNorm, layerNormUnits } from './layerNorm';
export { matmul, matmulUnits } from './matmul';
export { packMatrix, packMatrixUnits } from './packMatrix';
export { pixelShuffle, pixelShuffleUnits } from './pixelShuffle';
export { pool2d, pool2dUnits } from './pool2d';
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
export { reduction, reductionUnits } from './reduction';
export { pad2d, pad2dUnits, upsample2d, upsample2dUnits } from './resample';
export { scaledDotProductAttention, scaledDotProductAttentionUnits } from './scaledDotProductAttention';
export { softmax, softmaxUnits } from './softmax';
export { unary, unaryUnits } from './unary';
export { where, whereUnits } from './where';
