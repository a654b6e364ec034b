import type { ModelToLoad } from './contenderCommands.ts';
import type { ContenderName } from './contenders.ts';
import type { Contestant, FirstImage, Host } from './contestant.ts';
import type { Settings, Throughput } from './results.ts';
import { throughputOf, throughputRuns } from './throughput.ts';

type Failed = (contender: ContenderName, error: unknown) => void;
type Say = (line: string) => void;

interface Entrant {
  readonly key: string;
  readonly contender: ContenderName;
  /** Milliseconds of one image. */
  time(seed: number): Promise<number>;
}

/** The name under which an extra's times are returned. */
export function extraKey(name: ContenderName, what: string): string {
  return `${name}/${what}`;
}

/**
 * Milliseconds by entrant, warm-up rounds left out: each round has one image of each, all from the same inputs, and begins with another
 * than the round before. A contender that fails takes no further part and has none. Between two images is a pause: threads may look out
 * for more work after one (ONNX Runtime Web's do for about 25 ms), on a processor that the next contender needs.
 */
export async function timeRounds(
  contestants: readonly Contestant[],
  { runs, warmup, pause }: Settings,
  failed: Failed,
): Promise<Record<string, number[]>> {
  let entrants = (await Promise.all(contestants.map(entrantsOf))).flat();
  const samples = Object.fromEntries(entrants.map(({ key }) => [key, [] as number[]]));
  for (let round = 0; round < warmup + runs; round++) {
    const turns = entrants.map((_, place) => entrants[(round + place) % entrants.length]!);
    for (const { key, contender, time } of turns) {
      if (!entrants.some((entrant) => entrant.contender === contender)) continue;
      try {
        const milliseconds = await time(1000 + round);
        if (round >= warmup) samples[key]!.push(milliseconds);
      } catch (error) {
        failed(contender, error);
        for (const entrant of entrants) if (entrant.contender === contender) delete samples[entrant.key];
        entrants = entrants.filter((entrant) => entrant.contender !== contender);
      }
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return samples;
}

async function entrantsOf(contestant: Contestant): Promise<Entrant[]> {
  const { name: contender } = contestant;
  const extras = await contestant.ask('extras');
  return [
    { key: contender, contender, time: (seed) => contestant.ask('run', seed) },
    ...extras.map((what) => ({
      key: extraKey(contender, what),
      contender,
      time: (seed: number) => contestant.ask('extra', what, seed),
    })),
  ];
}

/** Every batch size with every contender in turn; one that fails, for want of memory say, goes no further. */
export async function measureThroughput(
  contestants: readonly Contestant[],
  model: ModelToLoad,
  { batches, runs }: Settings,
  say: Say,
  failed: Failed,
): Promise<Map<ContenderName, Throughput[]>> {
  const found = new Map<ContenderName, Throughput[]>(contestants.map(({ name }) => [name, []]));
  const ended = new Set<Contestant>();
  for (const batch of batches) {
    say(`throughput of ${batch} image${batch === 1 ? '' : 's'} a run`);
    for (const contestant of contestants) {
      if (ended.has(contestant)) continue;
      try {
        await contestant.ask('load', model, batch);
        await contestant.ask('run', 1, batch); // warms up
        const samples: number[] = [];
        for (let run = 0; run < throughputRuns(runs); run++)
          samples.push(await contestant.ask('run', 2 + run, batch));
        found.get(contestant.name)!.push(throughputOf(batch, samples));
      } catch (error) {
        failed(contestant.name, error);
        ended.add(contestant);
      }
    }
  }
  return found;
}

/** First images of each contender, in turns; of one that fails, those until then. */
export async function firstImages(
  names: readonly ContenderName[],
  model: ModelToLoad,
  cold: number,
  host: Host,
  say: Say,
  failed: Failed,
): Promise<Map<ContenderName, FirstImage[]>> {
  say(`${cold} first images each`);
  const found = new Map<ContenderName, FirstImage[]>(names.map((name) => [name, []]));
  const ended = new Set<ContenderName>();
  for (let round = 0; round < cold; round++) {
    for (let place = 0; place < names.length; place++) {
      const name = names[(round + place) % names.length]!;
      if (ended.has(name)) continue;
      try {
        found.get(name)!.push(await host.firstImage(name, model));
      } catch (error) {
        failed(name, error);
        ended.add(name);
      }
    }
  }
  return found;
}
