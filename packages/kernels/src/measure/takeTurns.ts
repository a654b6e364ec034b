import type { Candidate } from './candidate.ts';
import type { PassTimer, Recorded } from './timing.ts';

/** A candidate that is being timed. */
export interface Running {
  readonly candidate: Pick<Candidate, 'name'>;
  readonly recorded: Recorded;
  /** Dispatches of a sample. */
  readonly count: number;
  /** Milliseconds of one dispatch, in each sample so far. */
  readonly times: number[];
}

const leastRounds = 3;

/**
 * One sample of each in turn, beginning with another one each round, so that what drifts meets all alike. One that is `patience` times
 * slower than the fastest is not run again, and after three rounds none begins once `budget` milliseconds for each have passed.
 */
export async function takeTurns(
  timer: Pick<PassTimer, 'sample'>,
  running: readonly Running[],
  limits: {
    readonly samples: number;
    readonly budget: number;
    readonly patience: number;
    readonly signal?: AbortSignal | undefined;
  },
): Promise<void> {
  const { samples, budget, patience, signal } = limits;
  const start = performance.now();
  const best = ({ times }: Running): number => Math.min(...times);
  let going = running;
  for (let round = 0; round < samples; round++) {
    if (round >= leastRounds && performance.now() - start > budget * running.length) return;
    if (round > 0) {
      const fastest = Math.min(...going.map(best));
      going = going.filter((each) => best(each) <= patience * fastest);
    }
    for (let turn = 0; turn < going.length; turn++) {
      signal?.throwIfAborted();
      const { candidate, recorded, count, times } = going[(round + turn) % going.length]!;
      times.push(await timer.sample(recorded, count, candidate.name));
    }
  }
}
