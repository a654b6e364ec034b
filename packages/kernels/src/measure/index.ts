export { type BoundOperands, bindOperands, packingOf } from './bindOperands.ts';
export { formatCall, parseCall } from './callText.ts';
export { builtInCandidates, type Candidate, candidatesOf, constantsOf, kernelsFor } from './candidate.ts';
export { type Ceilings, measureCeilings } from './ceilings.ts';
export { type Check, checkOutput, type Difference } from './checkOutput.ts';
export {
  type CompiledCandidate,
  compileCandidate,
  ShaderError,
  type ShaderMessage,
} from './compileCandidate.ts';
export { describeWrong } from './describeWrong.ts';
export { dispatchOnce, readElements } from './dispatchOnce.ts';
export { computeExpectation, type Expectation } from './expectation.ts';
export { type KernelReport, kernelReport, type ReportedCall } from './kernelReport.ts';
export { type CallResult, type MeasureOptions, measureCall, type RooflineResult } from './measureCall.ts';
export {
  type CandidateOptions,
  type CandidateResult,
  type MeasuredCandidates,
  measureCandidates,
} from './measureCandidates.ts';
export { type MeasuringDevice, openMeasuringDevice } from './measuringDevice.ts';
export { makeOperands, type Operands } from './operands.ts';
export { type Summary, summarise } from './statistics.ts';
export { PassTimer, type Recorded, type TimingMethod } from './timing.ts';
export { type Roofline, rooflineOf, type Work, workOf } from './work.ts';
