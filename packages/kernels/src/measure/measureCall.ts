import type { Call, Operation } from '../kernel.ts';
import type { Candidate } from './candidate.ts';
import type { Ceilings } from './ceilings.ts';
import {
  type CandidateOptions,
  type CandidateResult,
  type MeasuredCandidates,
  measureCandidates,
} from './measureCandidates.ts';
import type { MeasuringDevice } from './measuringDevice.ts';
import { type Roofline, rooflineOf, type Work, workOf } from './work.ts';

/** A candidate's result, held against the device's ceilings. */
export interface RooflineResult extends CandidateResult {
  /** The roofline's time over the median: 1 is the ceiling; above it where a small call stays in caches. */
  readonly share?: number;
}

export interface CallResult extends MeasuredCandidates {
  readonly work: Work;
  readonly roofline: Roofline;
  readonly candidates: readonly RooflineResult[];
}

export interface MeasureOptions extends Omit<CandidateOptions, 'patience'> {
  readonly ceilings: Ceilings;
  /** As for `measureCandidates`; where it is given, candidates that are hopeless get as many as the others. */
  readonly samples?: number;
}

/** `measureCandidates` with each time as a share of what the device can do at most. */
export async function measureCall(
  on: MeasuringDevice,
  operation: Operation,
  call: Call,
  candidates: readonly Candidate[],
  { ceilings, ...options }: MeasureOptions,
): Promise<CallResult> {
  const patience = options.samples === undefined ? {} : { patience: Number.POSITIVE_INFINITY };
  const measured = await measureCandidates(on, operation, call, candidates, { ...options, ...patience });
  const { type = 'f32' } = options;
  const work = workOf(operation, call, type);
  const roofline = rooflineOf(work, ceilings, type);
  return {
    ...measured,
    work,
    roofline,
    candidates: measured.candidates.map((result) =>
      result.time ? { ...result, share: roofline.milliseconds / result.time.median } : result,
    ),
  };
}
