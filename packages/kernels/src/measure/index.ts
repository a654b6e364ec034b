export { type BoundOperands, bindOperands, packingOf } from './bindOperands.ts';
export { formatCall, parseCall } from './callText.ts';
export { builtInCandidates, type Candidate, constantsOf, kernelsFor } from './candidate.ts';
export { type Ceilings, measureCeilings } from './ceilings.ts';
export {
  type CompiledCandidate,
  compileCandidate,
  ShaderError,
  type ShaderMessage,
} from './compileCandidate.ts';
export { describeWrong } from './describeWrong.ts';
export { dispatchOnce, readElements } from './dispatchOnce.ts';
export {
  type Check,
  checkOutput,
  computeExpectation,
  type Difference,
  type Expectation,
} from './expectation.ts';
export { type KernelReport, kernelReport, type ReportedCall } from './kernelReport.ts';
export { type CallResult, type CandidateResult, type MeasureOptions, measureCall } from './measureCall.ts';
export { type MeasuringDevice, openMeasuringDevice } from './measuringDevice.ts';
export { makeOperands, type Operands } from './operands.ts';
export { type Summary, summarise } from './statistics.ts';
export { PassTimer, type Recorded, type TimingMethod } from './timing.ts';
export { type Roofline, rooflineOf, type Work, workOf } from './work.ts';
