export {
  type Classification,
  Classifier,
  type ClassifierOptions,
  openClassifier,
} from './classifier/classifier.ts';
export {
  type ClassifierInput,
  classifierInput,
  type Normalisation,
  toInputTensor,
} from './classifier/classifierInput.ts';
export { type ClassifierOutput, classifierOutput, toProbabilities } from './classifier/classifierOutput.ts';
export {
  type GradeAlongEditOptions,
  type GradeAtAmount,
  gradeAlongEdit,
} from './classifier/gradeAlongEdit.ts';
export { generatedRaster } from './generatedRaster.ts';
export type { GreyImage } from './greyImage.ts';
export { gradeEdit, kneeEdits } from './knee/kneeEdits.ts';
export type { KneeLines, Line } from './knee/kneeLines.ts';
export type { Sides } from './knee/kneeTrace.ts';
export {
  type FoundKnee,
  type KneeMeasures,
  type KneeValues,
  kneeUnits,
  type MeasureKneeOptions,
  measureKnee,
  type NoKnee,
} from './knee/measureKnee.ts';
export type { KneeSide } from './knee/workImage.ts';
export { mirrorImage } from './mirrorImage.ts';
export { type AnyImage, type RasterImage, toGrey } from './rasterImage.ts';
export { type FileOrigin, isSyntheticSource } from './read/fileOrigin.ts';
export { ImageFileError } from './read/imageFileError.ts';
export { type ReadImage, readImage } from './read/readImage.ts';
export { cropToProportions, resizeImage } from './resizeImage.ts';
