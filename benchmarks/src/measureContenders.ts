import { checkAgreement, oddOnesOut } from './checkAgreement.ts';
import type { ModelToLoad } from './contenderCommands.ts';
import type { ContenderName } from './contenders.ts';
import type { Contestant, Host } from './contestant.ts';
import { decodeValues } from './encodedValues.ts';
import { compareImages } from './page/agreement.ts';
import { profiledImages } from './page/profileLayers.ts';
import type {
  Agreement,
  ContenderResult,
  Failure,
  LayerResult,
  LayerWork,
  ModelResult,
  Settings,
  Timing,
} from './results.ts';
import { extraKey, firstImages, measureThroughput, timeRounds } from './rounds.ts';
import { joinLayers } from './shares.ts';
import { median, pairedRatio, summarise } from './statistics.ts';

const comparedInputs = 3;

/** What a contender says of itself and its layers, beside the timed rounds. */
type Facts = Pick<ContenderResult, 'backend' | 'counters' | 'gpuBytes'>;
type Details = Pick<ContenderResult, 'layers' | 'encode'>;

export interface MeasuredModel {
  readonly result?: ModelResult;
  readonly failures: readonly Failure[];
}

export interface ModelToMeasure {
  readonly name: string;
  readonly parameters: number;
  /** Of Roentgan's plan. */
  readonly layers: readonly LayerWork[];
  readonly source: ModelToLoad;
}

/**
 * Compares, times and starts anew one model with a host's contenders. One that fails is named, and left out of what it failed at;
 * so is one whose images nobody else makes. Otherwise outputs that differ fail the model.
 */
export async function measureContenders(
  { name, parameters, layers: work, source: model }: ModelToMeasure,
  settings: Settings,
  host: Host,
  say: (line: string) => void,
): Promise<MeasuredModel> {
  const failures: Failure[] = [];
  const contestants = new Map<ContenderName, Contestant>();
  const failed = (contender: ContenderName | undefined, error: unknown): void => {
    const { message } = error as Error;
    say(`  ${message}`);
    failures.push({ model: name, ...(contender && { contender }), message });
  };
  try {
    say(`${name}: comparing ${settings.contenders.join(', ')}`);
    const facts = new Map<ContenderName, Facts>();
    const images = new Map<ContenderName, Float32Array[]>();
    for (const contender of settings.contenders) {
      const contestant = host.open(contender);
      try {
        const backend = await contestant.ask('load', model);
        const made: Float32Array[] = [];
        for (let seed = 1; seed <= comparedInputs; seed++)
          made.push(decodeValues(await contestant.ask('values', seed)));
        const gpuBytes = await contestant.ask('memory');
        const counters = await contestant.ask('count');
        facts.set(contender, { backend, counters, ...(gpuBytes.peak > 0 && { gpuBytes }) });
        images.set(contender, made);
        contestants.set(contender, contestant);
      } catch (error) {
        failed(contender, error);
        contestant.close();
      }
    }
    if (contestants.size === 0) return { failures };
    const compare = (): Agreement => compareImages([...images.keys()], [...images.values()]);
    for (const { name, message } of oddOnesOut([...images.keys()], compare(), settings.tolerance)) {
      failed(name, new Error(message));
      images.delete(name);
      contestants.get(name)!.close();
      contestants.delete(name);
    }
    const agreement = compare();
    checkAgreement(name, agreement, settings.tolerance);
    say(`${name}: timing ${settings.warmup} + ${settings.runs} rounds`);
    const samples = await timeRounds([...contestants.values()], settings, failed);
    const timed = [...contestants.values()].filter(({ name }) => samples[name]);
    if (timed.length === 0) return { failures };
    say(`${name}: layers, and the processor's part`);
    const details = new Map<ContenderName, Details>();
    for (const contestant of timed) {
      try {
        details.set(contestant.name, await detailsOf(contestant, work, settings.runs));
      } catch (error) {
        failed(contestant.name, error);
      }
    }
    const throughputs = await measureThroughput(timed, model, settings, say, failed);
    for (const contestant of contestants.values()) contestant.close();
    const names = timed.map(({ name }) => name);
    const firsts = await firstImages(names, model, settings.cold, host, say, failed);
    const baseline = names.includes(settings.baseline) ? settings.baseline : names[0]!;
    const timing = (key: string): Timing => ({
      samples: samples[key]!,
      summary: summarise(samples[key]!),
      ratio: pairedRatio(samples[key]!, samples[baseline]!),
    });
    const contenders = names.map((name): ContenderResult => {
      const prefix = extraKey(name, '');
      const extras = Object.keys(samples).filter((key) => key.startsWith(prefix));
      const first = firsts.get(name)!;
      return {
        name,
        image: timing(name),
        extras: extras.map((key) => ({ what: key.slice(prefix.length), ...timing(key) })),
        firstImage: first.map(({ milliseconds }) => milliseconds),
        ...(first[0]?.download && { download: first[0].download }),
        throughput: throughputs.get(name)!,
        layers: [],
        ...facts.get(name)!,
        ...details.get(name),
      };
    });
    return { result: { name, parameters, agreement, baseline, contenders }, failures };
  } catch (error) {
    failed(undefined, error);
    return { failures };
  } finally {
    for (const contestant of contestants.values()) contestant.close();
  }
}

async function detailsOf(contestant: Contestant, work: readonly LayerWork[], runs: number): Promise<Details> {
  const layers: readonly LayerResult[] = joinLayers(
    await contestant.ask('layers', profiledImages(runs)),
    work,
  );
  const encode = await contestant.ask('encode', profiledImages(runs));
  return { layers, ...(encode.length > 0 && { encode: median(encode) }) };
}
