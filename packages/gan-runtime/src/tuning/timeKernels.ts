/** What can be run many times over. */
export interface Timed {
  /** Milliseconds of `count` runs in one submit. */
  time(count: number): Promise<number>;
}

export interface Timing {
  readonly median: number;
  readonly range: readonly [number, number];
}

const rounds = 7;
/** A submit takes at least this long, so that its own cost and the clock's steps are small beside it. */
const shortest = 10;
const largestCount = 4096;
/** What is this many times slower than the fastest after one round is not run again. */
const hopeless = 4;
/** After so many rounds no further one begins once the rounds have taken `budget` milliseconds for each that is timed. */
const leastRounds = 3;
const budget = 2000;

/** Times of one run each, in milliseconds: rounds in turn, so that what else the machine does falls on all alike. */
export async function timeInTurn(all: readonly Timed[], signal?: AbortSignal): Promise<Timing[]> {
  const counts: number[] = [];
  const times: number[][] = [];
  for (const timed of all) {
    await timed.time(1); // warm
    let count = 1;
    let took = await timed.time(count);
    while (took < shortest && count < largestCount) {
      signal?.throwIfAborted();
      count = Math.min(largestCount, count * Math.max(2, Math.ceil(shortest / Math.max(took, 0.1))));
      took = await timed.time(count);
    }
    counts.push(count);
    times.push([took / count]);
  }
  const fastest = Math.min(...times.map(([first]) => first!));
  const start = performance.now();
  for (let round = 1; round < rounds; round++) {
    if (round >= leastRounds && performance.now() - start > budget * all.length) break;
    for (const [at, timed] of all.entries()) {
      signal?.throwIfAborted();
      if (times[at]![0]! > fastest * hopeless) continue;
      times[at]!.push((await timed.time(counts[at]!)) / counts[at]!);
    }
  }
  return times.map((taken) => {
    const sorted = taken.toSorted((a, b) => a - b);
    return { median: sorted[sorted.length >> 1]!, range: [sorted[0]!, sorted.at(-1)!] };
  });
}
