import type { Call, ElementType, Operation } from '../kernel.ts';
import { type BoundOperands, bindOperands } from './bindOperands.ts';
import type { Candidate } from './candidate.ts';
import { type Check, checkAgainst, checkOutput } from './checkOutput.ts';
import { type CompiledCandidate, compileCandidate } from './compileCandidate.ts';
import { bindGroupOf, dispatchOnce, readElements } from './dispatchOnce.ts';
import { computeExpectation, type Expectation } from './expectation.ts';
import type { MeasuringDevice } from './measuringDevice.ts';
import { makeOperands } from './operands.ts';
import { type Summary, summarise } from './statistics.ts';
import { type Running, takeTurns } from './takeTurns.ts';
import { PassTimer, type Recorded, type TimingMethod } from './timing.ts';

/** What one candidate did with a call. It has no time where it failed or computed something else. */
export interface CandidateResult {
  readonly name: string;
  readonly origin: Candidate['origin'];
  /** Why it could not be compiled or run. */
  readonly failure?: Error;
  readonly compileMilliseconds?: number;
  readonly warnings?: CompiledCandidate['warnings'];
  readonly check?: Check;
  /** Milliseconds of one dispatch. */
  readonly time?: Summary;
  /** Dispatches that a sample is the mean of. */
  readonly batch?: number;
}

export interface MeasuredCandidates {
  readonly method: TimingMethod;
  readonly candidates: readonly CandidateResult[];
}

export interface CandidateOptions {
  readonly type?: ElementType;
  /** Timed samples of each candidate, taken in turns: 15 where absent. */
  readonly samples?: number;
  /** How many times slower than the fastest a candidate may be to be sampled more than three times: 4 where absent. */
  readonly patience?: number;
  /** Milliseconds for each candidate after which no further round of samples begins (4000), once there are three. */
  readonly budget?: number;
  /** Seconds after which a dispatch is given up (30). */
  readonly seconds?: number;
  /** Output channels that are compared with the reference, where fewer than all will do; all are with the first candidate that is right. */
  readonly sampledChannels?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: (text: string) => void;
}

/** What a candidate's output is held against. */
interface Standard {
  readonly expected: Expectation;
  /** Values of the first candidate that was right, where `expected` has some channels only. */
  first?: Float32Array;
}

/** A first run that lasts as long as so many samples needs no others to tell how many dispatches make one. */
const longRun = 8;

/**
 * Runs each candidate once against the operation's reference, then times those that are right, in turns and with their operands in
 * caches as far as they fit. A candidate that fails is reported and left out; one that loses the device or never ends
 * is an error, since nothing can be measured on that device any more.
 * @throws `signal.reason` when aborted
 */
export async function measureCandidates(
  on: Pick<MeasuringDevice, 'device' | 'timestamps'>,
  operation: Operation,
  call: Call,
  candidates: readonly Candidate[],
  options: CandidateOptions = {},
): Promise<MeasuredCandidates> {
  const { type = 'f32', samples = 15, patience = 4, budget = 4000, seconds = 30, signal } = options;
  const { device } = on;
  options.onProgress?.('reference');
  const operands = makeOperands(call, type);
  const expected = await computeExpectation(operation, call, operands, options.sampledChannels);
  const standard: Standard = { expected };
  const bound = await bindOperands(device, operation, call, operands, type, seconds);
  const timer = new PassTimer(on, seconds);
  try {
    const results: CandidateResult[] = [];
    const running = new Map<number, Running>();
    for (const candidate of candidates) {
      signal?.throwIfAborted();
      options.onProgress?.(candidate.name);
      let result: CandidateResult = { name: candidate.name, origin: candidate.origin };
      try {
        const compiled = await compileCandidate(device, candidate, seconds);
        result = { ...result, compileMilliseconds: compiled.milliseconds, warnings: compiled.warnings };
        const ran = await runOnCanvasOfNaN(device, candidate, compiled, bound, seconds);
        const values = await readElements(device, bound.buffers.output!, type, seconds);
        const check = checkCandidate(values, candidate, standard, type);
        result = { ...result, check };
        if (check.passes) {
          const recorded = recordedBy(candidate, compiled, bound, device);
          const isLong = ran > longRun * timer.leastSample;
          const count = isLong ? 1 : await timer.calibrate(recorded, candidate.name);
          running.set(results.length, { candidate, recorded, count, times: [] });
        }
      } catch (error) {
        if (await isLost(device)) throw error;
        if (/did not finish within/.test((error as Error).message)) throw error;
        result = { ...result, failure: error as Error };
      }
      results.push(result);
    }
    await takeTurns(timer, [...running.values()], { samples, budget, patience, signal });
    return {
      method: timer.method,
      candidates: results.map((result, at) => {
        const timed = running.get(at);
        return timed ? { ...result, time: summarise(timed.times), batch: timed.count } : result;
      }),
    };
  } finally {
    timer.destroy();
    bound.destroy();
  }
}

function checkCandidate(
  values: Float32Array,
  { isTransformed }: Candidate,
  standard: Standard,
  type: ElementType,
): Check {
  const { expected, first } = standard;
  const check = checkOutput(values, expected, type, isTransformed);
  if (!check.passes || !expected.channels) return check;
  standard.first ??= values;
  return first ? checkAgainst(values, first, expected.shape) : check;
}

function recordedBy(
  candidate: Candidate,
  compiled: CompiledCandidate,
  { buffers }: BoundOperands,
  device: GPUDevice,
): Recorded {
  const group = bindGroupOf(device, candidate, compiled, buffers);
  return (pass) => {
    pass.setPipeline(compiled.pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...candidate.workgroups);
  };
}

/** The output holds NaN before, so that what a kernel leaves out is found. Returns how many milliseconds it took. */
async function runOnCanvasOfNaN(
  device: GPUDevice,
  candidate: Candidate,
  compiled: CompiledCandidate,
  { buffers }: BoundOperands,
  seconds: number,
): Promise<number> {
  const output = buffers.output!;
  const allOnes = new Uint32Array(output.size / 4).fill(0xffffffff); // NaN in f32, and twice in f16
  device.queue.writeBuffer(output, 0, allOnes);
  const start = performance.now();
  await dispatchOnce(device, candidate, compiled, buffers, seconds);
  return performance.now() - start;
}

async function isLost(device: GPUDevice): Promise<boolean> {
  const pending = new Promise<false>((resolve) => setTimeout(() => resolve(false), 0));
  return Promise.race([device.lost.then(() => true), pending]);
}
