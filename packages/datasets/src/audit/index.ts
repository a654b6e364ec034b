export { type Audit, type AuditOptions, auditDataset } from './auditDataset.ts';
export type {
  AppearanceSection,
  AuditReport,
  AuditSettings,
  ClosePair,
  DistanceSection,
  DiversitySection,
  FeatureDistances,
  GradedSet,
  GradesSection,
  InsideSection,
  LeakageMeasure,
  LeakageSection,
  NetworkFacts,
  RealFacts,
  SetFacts,
  Similarity,
  Verdict,
} from './auditReport.ts';
export { auditSide } from './auditSide.ts';
export type { AuditEntry, AuditSource } from './auditSource.ts';
export type { IndexPair } from './closestPairs.ts';
export { type Measure, measures } from './comparedSet.ts';
export { defaultLimits, type Limits, limitNames } from './limits.ts';
export type { OnStage } from './pacer.ts';
export { type Answers, PictureNetwork } from './pictureNetwork.ts';
export { type ReferenceStatistics, readReference } from './reference.ts';
export type { Spread } from './spread.ts';
export { type FeatureOutput, withFeatures } from './withFeatures.ts';
