import type { GraphInput } from '@roentgan/gan-runtime';
import type { ContenderName } from '../contenders.ts';
import type { GpuBytes } from '../gpuMemory.ts';
import type { Agreement, Counters, LayerTime } from '../results.ts';
import { describeAdapter } from './adapter.ts';
import { channelsFirst, compareImages } from './agreement.ts';
import { measureCeiling } from './ceiling.ts';
import { countWork } from './countWork.ts';
import { inFrame, type OpenFrame, openFrame } from './frames.ts';
import { drawInputs } from './inputs.ts';
import { profileLayers } from './profileLayers.ts';
import { timeRounds } from './timeRounds.ts';

/** What the page is told of a model. */
export interface ModelOnPage {
  /** Address without extension. */
  readonly url: string;
  readonly inputs: readonly GraphInput[];
  readonly channels: number;
}

export interface ContenderFacts {
  readonly name: ContenderName;
  readonly backend: string;
  readonly counters: Counters;
  readonly gpuBytes: GpuBytes;
}

let frames: OpenFrame[] = [];
const queues = new Map<ContenderName, ReadonlySet<GPUQueue>>();

const benchmark = {
  describeAdapter,
  measureCeiling,

  /** Loads the model in every contender and compares their images; these frames are the ones `time` uses. */
  async compare(model: ModelOnPage, names: readonly ContenderName[], inputCount: number): Promise<Agreement> {
    frames = [];
    const images: Float32Array[][] = [];
    for (const name of names) {
      const opened = await openFrame(name);
      frames.push(opened);
      images.push(await inFrame(name, () => imagesOf(opened, model, inputCount)));
    }
    return compareImages(names, images);
  },

  /** What one image in the steady state asks of the GPU. */
  async count(): Promise<ContenderFacts[]> {
    const facts: ContenderFacts[] = [];
    for (const { name, realm, frame, memory } of frames) {
      const gpuBytes = memory();
      const { counters, queues: used } = await countWork(realm, () => inFrame(name, () => frame.image()));
      queues.set(name, used);
      facts.push({ name, backend: frame.contender.describe(), counters, gpuBytes });
    }
    return facts;
  },

  /** Milliseconds by entrant, one of each a round. */
  time(model: ModelOnPage, runs: number, warmup: number, pause: number): Promise<Record<string, number[]>> {
    return timeRounds(frames, queues, (seed) => drawInputs(model.inputs, seed), runs, warmup, pause);
  },

  /** Milliseconds of runs that make `batch` images each, one contender after the other. */
  async throughput(
    model: ModelOnPage,
    batch: number,
    runs: number,
  ): Promise<Partial<Record<ContenderName, number[]>>> {
    const times: Partial<Record<ContenderName, number[]>> = {};
    for (const { name, frame } of frames) {
      times[name] = await inFrame(name, async () => {
        if (frame.contender.fixedBatch) await frame.load(new URL(model.url, location.href).href, batch);
        const samples: number[] = [];
        for (let run = 0; run <= runs; run++) {
          frame.give(drawInputs(model.inputs, 1 + run, batch));
          samples.push((await frame.image()).milliseconds);
        }
        return samples.slice(1); // the first warms up
      });
    }
    return times;
  },

  /** Of the contenders that time their layers. */
  async layers(images: number): Promise<Partial<Record<ContenderName, LayerTime[]>>> {
    const times: Partial<Record<ContenderName, LayerTime[]>> = {};
    for (const { name, frame } of frames) {
      if (frame.contender.layers)
        times[name] = await inFrame(name, () => profileLayers(frame.contender, images));
    }
    return times;
  },

  /** Milliseconds from an empty page to the first pixels, and the addresses of what was fetched. */
  async firstImage(
    name: ContenderName,
    model: ModelOnPage,
  ): Promise<{ milliseconds: number; urls: string[] }> {
    const inputs = drawInputs(model.inputs, 1);
    const start = performance.now();
    const { frame, realm } = await openFrame(name);
    await inFrame(name, async () => {
      await frame.load(new URL(model.url, location.href).href);
      frame.give(inputs);
      await frame.image();
    });
    const milliseconds = performance.now() - start;
    const entries = realm.performance.getEntriesByType('resource');
    return { milliseconds, urls: [realm.location.href, ...entries.map((entry) => entry.name)] };
  },
};

async function imagesOf(
  { frame }: OpenFrame,
  model: ModelOnPage,
  inputCount: number,
): Promise<Float32Array[]> {
  await frame.load(new URL(model.url, location.href).href);
  const images: Float32Array[] = [];
  for (let seed = 1; seed <= inputCount; seed++) {
    frame.give(drawInputs(model.inputs, seed));
    const { values } = await frame.image();
    const last = frame.contender.layout === 'channelsLast';
    images.push(last ? channelsFirst(values, model.channels) : new Float32Array(values));
  }
  return images;
}

export type BenchmarkPage = typeof benchmark;

declare global {
  interface Window {
    benchmark: BenchmarkPage;
  }
}
window.benchmark = benchmark;
