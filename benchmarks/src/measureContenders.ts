import { checkAgreement } from './checkAgreement.ts';
import type { ContenderCommands, ModelToLoad } from './contenderCommands.ts';
import type { ContenderName } from './contenders.ts';
import { compareImages } from './page/agreement.ts';
import { profiledImages } from './page/profileLayers.ts';
import { extraKey } from './page/timeRounds.ts';
import type {
  ContenderResult,
  Failure,
  LayerTime,
  LayerWork,
  ModelResult,
  Settings,
  Throughput,
  Timing,
} from './results.ts';
import { joinLayers } from './shares.ts';
import { median, pairedRatio, summarise } from './statistics.ts';
import { throughputOf, throughputRuns } from './throughput.ts';

const comparedInputs = 3;

type Facts = Required<Pick<ContenderResult, 'gpuBytes' | 'counters'>>;

interface Details {
  readonly layers: readonly LayerTime[];
  readonly encode: readonly number[];
}

export interface MeasuredModel {
  readonly result?: ModelResult;
  readonly failures: readonly Failure[];
}

/** A contender that answers commands, in a contestant of its own or here. */
export interface Contestant {
  readonly name: ContenderName;
  ask<Name extends keyof ContenderCommands>(
    command: Name,
    ...parameters: Parameters<ContenderCommands[Name]>
  ): Promise<Awaited<ReturnType<ContenderCommands[Name]>>>;
  close(): void;
}

export interface ModelToMeasure {
  readonly name: string;
  readonly parameters: number;
  /** Of Roentgan's plan. */
  readonly layers: readonly LayerWork[];
  readonly source: ModelToLoad;
}

/**
 * Compares, times and starts anew one model with contenders that `open` opens. A contender that fails is left out and named; outputs
 * that differ fail the model.
 */
export async function measureContenders(
  { name, parameters, layers: work, source: model }: ModelToMeasure,
  settings: Settings,
  open: (contender: ContenderName) => Contestant,
  say: (line: string) => void,
): Promise<MeasuredModel> {
  const failures: Failure[] = [];
  const contestants: Contestant[] = [];
  const failed = (contender: ContenderName | undefined, error: unknown): void => {
    const { message } = error as Error;
    say(`  ${message}`);
    failures.push({ model: name, ...(contender && { contender }), message });
  };
  try {
    say(`${name}: comparing ${settings.contenders.join(', ')}`);
    const backends = new Map<ContenderName, string>();
    const images: Float32Array[][] = [];
    for (const contender of settings.contenders) {
      const contestant = open(contender);
      try {
        backends.set(contender, await contestant.ask('load', model));
        const made: Float32Array[] = [];
        for (let seed = 1; seed <= comparedInputs; seed++) made.push(await contestant.ask('values', seed));
        images.push(made);
        contestants.push(contestant);
      } catch (error) {
        failed(contender, error);
        contestant.close();
      }
    }
    if (contestants.length === 0) return { failures };
    const agreement = compareImages(
      contestants.map(({ name }) => name),
      images,
    );
    checkAgreement(name, agreement, settings.tolerance);
    const facts: Facts[] = [];
    for (const contestant of contestants) {
      const gpuBytes = await contestant.ask('memory');
      facts.push({ gpuBytes, counters: await contestant.ask('count') });
    }
    say(`${name}: timing ${settings.warmup} + ${settings.runs} rounds`);
    const samples = await timeRounds(contestants, settings);
    const details: Details[] = [];
    say(`${name}: layers, and the processor's part`);
    for (const contestant of contestants) {
      const layers = await contestant.ask('layers', profiledImages(settings.runs));
      details.push({ layers, encode: await contestant.ask('encode', profiledImages(settings.runs)) });
    }
    const throughputs = await measureThroughput(contestants, model, settings, say, failed);
    for (const contestant of contestants) contestant.close();
    const firsts = await firstImages(contestants, model, settings.cold, open, say);
    const baseline = contestants.some(({ name }) => name === settings.baseline)
      ? settings.baseline
      : contestants[0]!.name;
    const timing = (key: string): Timing => ({
      samples: samples[key]!,
      summary: summarise(samples[key]!),
      ratio: pairedRatio(samples[key]!, samples[baseline]!),
    });
    const contenders = contestants.map((contestant, at): ContenderResult => {
      const prefix = extraKey(contestant.name, '');
      const extras = Object.keys(samples).filter((key) => key.startsWith(prefix));
      const { gpuBytes, counters } = facts[at]!;
      const { layers, encode } = details[at]!;
      return {
        name: contestant.name,
        backend: backends.get(contestant.name)!,
        image: timing(contestant.name),
        extras: extras.map((key) => ({ what: key.slice(prefix.length), ...timing(key) })),
        firstImage: firsts.get(contestant.name)!,
        counters,
        layers: joinLayers(layers, work),
        ...(gpuBytes.peak > 0 && { gpuBytes }),
        ...(encode.length > 0 && { encode: median(encode) }),
        throughput: throughputs.get(contestant.name) ?? [],
      };
    });
    return { result: { name, parameters, agreement, baseline, contenders }, failures };
  } catch (error) {
    failed(undefined, error);
    return { failures };
  } finally {
    for (const contestant of contestants) contestant.close();
  }
}

/** Milliseconds by entrant, one of each a round, each round beginning with another. */
async function timeRounds(
  contestants: readonly Contestant[],
  { runs, warmup, pause }: Settings,
): Promise<Record<string, number[]>> {
  const entrants: { key: string; time(seed: number): Promise<number> }[] = [];
  for (const contestant of contestants) {
    entrants.push({ key: contestant.name, time: (seed) => contestant.ask('run', seed) });
    for (const what of await contestant.ask('extras')) {
      entrants.push({
        key: extraKey(contestant.name, what),
        time: (seed) => contestant.ask('extra', what, seed),
      });
    }
  }
  const samples = Object.fromEntries(entrants.map(({ key }) => [key, [] as number[]]));
  for (let round = 0; round < warmup + runs; round++) {
    for (let place = 0; place < entrants.length; place++) {
      const { key, time } = entrants[(round + place) % entrants.length]!;
      const milliseconds = await time(1000 + round);
      if (round >= warmup) samples[key]!.push(milliseconds);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
  return samples;
}

/** Every batch size with every contender in turn; one that fails, for want of memory say, goes no further. */
async function measureThroughput(
  contestants: readonly Contestant[],
  model: ModelToLoad,
  { batches, runs }: Settings,
  say: (line: string) => void,
  failed: (contender: ContenderName, error: unknown) => void,
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

/** Milliseconds from opening a contender to its first image. */
async function firstImages(
  contenders: readonly Contestant[],
  model: ModelToLoad,
  cold: number,
  open: (contender: ContenderName) => Contestant,
  say: (line: string) => void,
): Promise<Map<ContenderName, number[]>> {
  say(`${cold} first images each`);
  const times = new Map<ContenderName, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < cold; round++) {
    for (let place = 0; place < contenders.length; place++) {
      const { name } = contenders[(round + place) % contenders.length]!;
      const start = performance.now();
      const contestant = open(name);
      try {
        await contestant.ask('load', model);
        await contestant.ask('run', 1);
        times.get(name)!.push(performance.now() - start);
      } finally {
        contestant.close();
      }
    }
  }
  return times;
}
