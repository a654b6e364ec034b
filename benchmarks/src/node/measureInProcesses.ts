import type { ContenderName } from '../contenders.ts';
import { checkAgreement } from '../measureModel.ts';
import { compareImages } from '../page/agreement.ts';
import { profiledImages } from '../page/profileLayers.ts';
import { extraKey } from '../page/timeRounds.ts';
import type { PreparedModel } from '../preparedModel.ts';
import type {
  ContenderResult,
  Failure,
  LayerTime,
  ModelResult,
  Settings,
  Throughput,
  Timing,
} from '../results.ts';
import { joinLayers } from '../shares.ts';
import { median, pairedRatio, summarise } from '../statistics.ts';
import { throughputOf } from '../throughput.ts';
import type { ModelInProcess } from './contenderCommands.ts';
import { ContenderProcess } from './contenderProcess.ts';
import { withModelFiles } from './modelFolder.ts';

const comparedInputs = 3;
/** Runs of each batch size at most: enough for a median, few enough for 64 images on a processor. */
const throughputRuns = 7;

type Facts = Required<Pick<ContenderResult, 'gpuBytes' | 'counters'>>;

interface Details {
  readonly layers: readonly LayerTime[];
  readonly encode: readonly number[];
}

export interface MeasuredModel {
  readonly result?: ModelResult;
  readonly failures: readonly Failure[];
}

/**
 * Compares, times and starts cold one model with contenders in processes of their own. A contender that fails is left out and named;
 * outputs that differ fail the model.
 */
export function measureInProcesses(
  prepared: PreparedModel,
  settings: Settings,
  adapter: string | undefined,
  say: (line: string) => void,
): Promise<MeasuredModel> {
  const { name, parameters, layers: work } = prepared;
  const failures: Failure[] = [];
  const processes: ContenderProcess[] = [];
  const failed = (contender: ContenderName | undefined, error: unknown): void => {
    const { message } = error as Error;
    say(`  ${message}`);
    failures.push({ model: name, ...(contender && { contender }), message });
  };
  return withModelFiles(prepared, async (url): Promise<MeasuredModel> => {
    const model: ModelInProcess = { url, inputs: prepared.page.inputs, channels: prepared.page.channels };
    try {
      say(`${name}: comparing ${settings.contenders.join(', ')}`);
      const backends = new Map<ContenderName, string>();
      const images: Float32Array[][] = [];
      for (const contender of settings.contenders) {
        const process = new ContenderProcess(contender, adapter);
        try {
          backends.set(contender, await process.ask('load', model));
          const made: Float32Array[] = [];
          for (let seed = 1; seed <= comparedInputs; seed++) made.push(await process.ask('values', seed));
          images.push(made);
          processes.push(process);
        } catch (error) {
          failed(contender, error);
          process.close();
        }
      }
      if (processes.length === 0) return { failures };
      const agreement = compareImages(
        processes.map(({ name }) => name),
        images,
      );
      checkAgreement(name, agreement, settings.tolerance);
      const facts: Facts[] = [];
      for (const process of processes) {
        const gpuBytes = await process.ask('memory');
        facts.push({ gpuBytes, counters: await process.ask('count') });
      }
      say(`${name}: timing ${settings.warmup} + ${settings.runs} rounds`);
      const samples = await timeRounds(processes, settings);
      const details: Details[] = [];
      say(`${name}: layers, and the processor's part`);
      for (const process of processes) {
        const layers = await process.ask('layers', profiledImages(settings.runs));
        details.push({ layers, encode: await process.ask('encode', profiledImages(settings.runs)) });
      }
      const throughputs = await measureThroughput(processes, model, settings, say, failed);
      for (const process of processes) process.close();
      const firsts = await firstImages(processes, model, settings.cold, adapter, say);
      const baseline = samples[settings.baseline] ?? samples[processes[0]!.name]!;
      const timing = (key: string): Timing => ({
        samples: samples[key]!,
        summary: summarise(samples[key]!),
        ratio: pairedRatio(samples[key]!, baseline),
      });
      const contenders = processes.map((process, at): ContenderResult => {
        const prefix = extraKey(process.name, '');
        const extras = Object.keys(samples).filter((key) => key.startsWith(prefix));
        const { gpuBytes, counters } = facts[at]!;
        const { layers, encode } = details[at]!;
        return {
          name: process.name,
          backend: backends.get(process.name)!,
          image: timing(process.name),
          extras: extras.map((key) => ({ what: key.slice(prefix.length), ...timing(key) })),
          firstImage: firsts.get(process.name)!,
          counters,
          layers: joinLayers(layers, work),
          ...(gpuBytes.peak > 0 && { gpuBytes }),
          ...(encode.length > 0 && { encode: median(encode) }),
          throughput: throughputs.get(process.name) ?? [],
        };
      });
      return { result: { name, parameters, agreement, contenders }, failures };
    } catch (error) {
      failed(undefined, error);
      return { failures };
    } finally {
      for (const process of processes) process.close();
    }
  });
}

/** Milliseconds by entrant, one of each a round, each round beginning with another. */
async function timeRounds(
  processes: readonly ContenderProcess[],
  { runs, warmup, pause }: Settings,
): Promise<Record<string, number[]>> {
  const entrants: { key: string; time(seed: number): Promise<number> }[] = [];
  for (const process of processes) {
    entrants.push({ key: process.name, time: (seed) => process.ask('run', seed) });
    for (const what of await process.ask('extras')) {
      entrants.push({
        key: extraKey(process.name, what),
        time: (seed) => process.ask('extra', what, seed),
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
  processes: readonly ContenderProcess[],
  model: ModelInProcess,
  { batches, runs }: Settings,
  say: (line: string) => void,
  failed: (contender: ContenderName, error: unknown) => void,
): Promise<Map<ContenderName, Throughput[]>> {
  const found = new Map<ContenderName, Throughput[]>(processes.map(({ name }) => [name, []]));
  const ended = new Set<ContenderProcess>();
  for (const batch of batches) {
    say(`throughput of ${batch} image${batch === 1 ? '' : 's'} a run`);
    for (const process of processes) {
      if (ended.has(process)) continue;
      try {
        await process.ask('load', model, batch);
        await process.ask('run', 1, batch); // warms up
        const samples: number[] = [];
        for (let run = 0; run < Math.min(throughputRuns, runs); run++)
          samples.push(await process.ask('run', 2 + run, batch));
        found.get(process.name)!.push(throughputOf(batch, samples));
      } catch (error) {
        failed(process.name, error);
        ended.add(process);
      }
    }
  }
  return found;
}

/** Milliseconds from starting a process to its first image, code and weights from the disk. */
async function firstImages(
  contenders: readonly ContenderProcess[],
  model: ModelInProcess,
  cold: number,
  adapter: string | undefined,
  say: (line: string) => void,
): Promise<Map<ContenderName, number[]>> {
  say(`${cold} first images each`);
  const times = new Map<ContenderName, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round < cold; round++) {
    for (let place = 0; place < contenders.length; place++) {
      const { name } = contenders[(round + place) % contenders.length]!;
      const start = performance.now();
      const process = new ContenderProcess(name, adapter);
      try {
        await process.ask('load', model);
        await process.ask('run', 1);
        times.get(name)!.push(performance.now() - start);
      } finally {
        process.close();
      }
    }
  }
  return times;
}
