export type { Agreement, Repeatability } from './analysis/agreement.ts';
export {
  analyseStudy,
  type JudgedBy,
  type ReaderAnalysis,
  type StudyAnalysis,
} from './analysis/analyseStudy.ts';
export type { Comparison } from './analysis/comparisons.ts';
export type { Detection } from './analysis/detection.ts';
export type { Grading } from './analysis/grading.ts';
export {
  type GradeReading,
  type ReaderReadings,
  readingsOf,
  type VerdictReading,
} from './analysis/readings.ts';
export {
  type Answers,
  type DetectionAnswer,
  type GradingAnswer,
  type Reader,
  readerCode,
} from './answers.ts';
export type { Candidate } from './chooseImages.ts';
export { collectResults, type NamedText } from './collectResults.ts';
export { fileHash, sha256Hex } from './hash.ts';
export { gradeOfPath, mayBeImage } from './imageListing.ts';
export { type MakeProgress, makeStudy, type StudyRequest, type SyntheticSource } from './makeStudy.ts';
export { readResult, resultOf, type StudyResult, writeResult } from './resultFile.ts';
export {
  answer,
  disclose,
  type Given,
  nextStep,
  phaseLength,
  questionAt,
  type Session,
  type Step,
  startSession,
} from './session.ts';
export { type Showing, showingOrder } from './showingOrder.ts';
export { type Appearance, type ShownImage, shownImage } from './shownImage.ts';
export { type SourceModel, sourceModel } from './sourceModel.ts';
export { binomialInterval, type Share } from './statistics/binomialInterval.ts';
export { type FleissKappa, fleissKappa } from './statistics/fleissKappa.ts';
export { holm } from './statistics/holm.ts';
export { type McNemar, mcNemar } from './statistics/mcNemar.ts';
export { type MeanInterval, meanInterval } from './statistics/meanInterval.ts';
export { type Roc, rocCurve } from './statistics/rocCurve.ts';
export { type Kappa, type KappaWeights, weightedKappa } from './statistics/weightedKappa.ts';
export { type Wilcoxon, wilcoxon } from './statistics/wilcoxon.ts';
export {
  confidenceLevels,
  type Origin,
  type Phase,
  type Protocol,
  phases,
  type Study,
  type StudyImage,
  type StudyModel,
} from './study.ts';
export { type OpenStudy, readStudy, writeStudy } from './studyFile.ts';
export { StudyFileError } from './studyFileError.ts';
