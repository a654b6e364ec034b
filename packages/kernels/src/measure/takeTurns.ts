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
 * One sample of each in turn, beginning with another one each round, so that what drifts meets all alike. After three rounds one
 * that is `patience` times slower than the fastest is not run again, and none begins once `budget` milliseconds for each have passed; one that
 * is slower by the square of that is not run again after a single sample.
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
      const most = Math.min(...going.map(best)) * (round < leastRounds ? patience ** 2 : patience);
      going = going.filter((each) => best(each) <= most);
    }
    for (let turn = 0; turn < going.length; turn++) {
      signal?.throwIfAborted();
      const { candidate, recorded, count, times } = going[(round + turn) % going.length]!;
      times.push(await timer.sample(recorded, count, candidate.name));
    }
  }
}
