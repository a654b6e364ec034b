export { type CheckOptions, checkEdits, type EditsCheck } from './checkEdits.ts';
export type { ClassMix } from './classMix.ts';
export { type FindOptions, type FoundEdits, findEdits } from './findEdits.ts';
export { type Drift, type EditLimits, type EditVerdict, editLimits } from './judgeEdit.ts';
export type { LearnedDirection } from './learnedDirections.ts';
export { type Attribute, joinMeasures, type Measures, measureOf } from './measures.ts';
export type { Target } from './target.ts';
