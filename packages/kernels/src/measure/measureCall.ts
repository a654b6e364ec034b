import type { Call, ElementType, Operation } from '../kernel.ts';
import { type BoundOperands, bindOperands } from './bindOperands.ts';
import type { Candidate } from './candidate.ts';
import type { Ceilings } from './ceilings.ts';
import { type CompiledCandidate, compileCandidate } from './compileCandidate.ts';
import { bindGroupOf, dispatchOnce, readElements } from './dispatchOnce.ts';
import { type Check, checkOutput, computeExpectation } from './expectation.ts';
import type { MeasuringDevice } from './measuringDevice.ts';
import { makeOperands } from './operands.ts';
import { type Summary, summarise } from './statistics.ts';
import { PassTimer, type Recorded, type TimingMethod } from './timing.ts';
import { type Roofline, rooflineOf, type Work, workOf } from './work.ts';

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
  /** The roofline's time over the median: 1 is the ceiling; above it where a small call stays in caches. */
  readonly share?: number;
}

export interface CallResult {
  readonly work: Work;
  readonly roofline: Roofline;
  readonly method: TimingMethod;
  readonly candidates: readonly CandidateResult[];
}

export interface MeasureOptions {
  readonly type?: ElementType;
  readonly ceilings: Ceilings;
  /** Timed samples of each candidate, taken in turns: 15 where absent, and then no more than three of a candidate that is hopeless. */
  readonly samples?: number;
  /** Milliseconds for each candidate after which no further round of samples begins (4000), once there are three. */
  readonly budget?: number;
  /** Seconds after which a dispatch is given up (30). */
  readonly seconds?: number;
  readonly onProgress?: (text: string) => void;
}

interface Running {
  readonly candidate: Candidate;
  readonly recorded: Recorded;
  readonly count: number;
  readonly times: number[];
}

const leastRounds = 3;
/** What is this many times slower than the fastest after those rounds is not run again. */
const hopeless = 4;

/**
 * Runs each candidate once against the operation's reference, then times those that are right, in turns and with their operands in
 * caches as far as they fit. A candidate that fails is reported and left out; one that loses the device or never ends
 * is an error, since nothing can be measured on that device any more.
 */
export async function measureCall(
  on: MeasuringDevice,
  operation: Operation,
  call: Call,
  candidates: readonly Candidate[],
  options: MeasureOptions,
): Promise<CallResult> {
  const { type = 'f32', ceilings, samples = 15, budget = 4000, seconds = 30, onProgress } = options;
  const patience = options.samples === undefined ? hopeless : Number.POSITIVE_INFINITY;
  const { device } = on;
  onProgress?.('reference');
  const operands = makeOperands(call, type);
  const expected = await computeExpectation(operation, call, operands);
  const bound = await bindOperands(device, operation, call, operands, type, seconds);
  const timer = new PassTimer(on, seconds);
  try {
    const results: CandidateResult[] = [];
    const running = new Map<number, Running>();
    for (const candidate of candidates) {
      onProgress?.(candidate.name);
      let result: CandidateResult = { name: candidate.name, origin: candidate.origin };
      try {
        const compiled = await compileCandidate(device, candidate, seconds);
        result = { ...result, compileMilliseconds: compiled.milliseconds, warnings: compiled.warnings };
        await runOnCanvasOfNaN(device, candidate, compiled, bound, seconds);
        const values = await readElements(device, bound.buffers.output!, type, seconds);
        result = { ...result, check: checkOutput(values, expected, type) };
        if (result.check!.passes) {
          const group = bindGroupOf(device, candidate, compiled, bound.buffers);
          const recorded: Recorded = (pass) => {
            pass.setPipeline(compiled.pipeline);
            pass.setBindGroup(0, group);
            pass.dispatchWorkgroups(...candidate.workgroups);
          };
          const count = await timer.calibrate(recorded, candidate.name);
          running.set(results.length, { candidate, recorded, count, times: [] });
        }
      } catch (error) {
        if (await isLost(device)) throw error;
        if (/did not finish within/.test((error as Error).message)) throw error;
        result = { ...result, failure: error as Error };
      }
      results.push(result);
    }
    await takeTurns(timer, [...running.values()], samples, budget, patience);
    const work = workOf(operation, call, type);
    const roofline = rooflineOf(work, ceilings, type);
    return {
      work,
      roofline,
      method: timer.method,
      candidates: results.map((result, at) => {
        const timed = running.get(at);
        if (!timed) return result;
        const time = summarise(timed.times);
        return { ...result, time, batch: timed.count, share: roofline.milliseconds / time.median };
      }),
    };
  } finally {
    timer.destroy();
    bound.destroy();
  }
}

/** The output holds NaN before, so that what a kernel leaves out is found. */
async function runOnCanvasOfNaN(
  device: GPUDevice,
  candidate: Candidate,
  compiled: CompiledCandidate,
  { buffers }: BoundOperands,
  seconds: number,
): Promise<void> {
  const output = buffers.output!;
  const allOnes = new Uint32Array(output.size / 4).fill(0xffffffff); // NaN in f32, and twice in f16
  device.queue.writeBuffer(output, 0, allOnes);
  await dispatchOnce(device, candidate, compiled, buffers, seconds);
}

/** One sample of each in turn, beginning with another one each round, so that what drifts meets all alike. */
async function takeTurns(
  timer: PassTimer,
  running: readonly Running[],
  samples: number,
  budget: number,
  patience: number,
): Promise<void> {
  const start = performance.now();
  let going = running;
  for (let round = 0; round < samples; round++) {
    if (round >= leastRounds && performance.now() - start > budget * running.length) return;
    if (round === leastRounds) {
      const best = ({ times }: Running): number => Math.min(...times);
      const fastest = Math.min(...running.map(best));
      going = running.filter((each) => best(each) <= patience * fastest);
    }
    for (let turn = 0; turn < going.length; turn++) {
      const { candidate, recorded, count, times } = going[(round + turn) % going.length]!;
      times.push(await timer.sample(recorded, count, candidate.name));
    }
  }
}

async function isLost(device: GPUDevice): Promise<boolean> {
  const pending = new Promise<false>((resolve) => setTimeout(() => resolve(false), 0));
  return Promise.race([device.lost.then(() => true), pending]);
}
