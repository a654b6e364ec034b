import type { GraphInput } from '@roentgan/gan-runtime';
import { encodeValues } from './encodedValues.ts';
import type { GpuBytes } from './gpuMemory.ts';
import { describeWebGpu } from './page/adapter.ts';
import { channelsFirst } from './page/agreement.ts';
import type { Contender, Inputs } from './page/contender.ts';
import { countWork } from './page/countWork.ts';
import { drawInputs } from './page/inputs.ts';
import { profileLayers } from './page/profileLayers.ts';
import type { AdapterDescription, Counters, LayerTime } from './results.ts';

/** What a contender is told of a model. */
export interface ModelToLoad {
  /** Without extension. */
  readonly url: string;
  readonly inputs: readonly GraphInput[];
  readonly channels: number;
}

/** What the benchmark asks of one contender, wherever it runs. Times are milliseconds. */
export class ContenderCommands {
  readonly #open: () => Promise<Contender>;
  readonly #memory: () => GpuBytes;
  readonly #realm: typeof globalThis;
  #contender: Contender | undefined;
  #model: ModelToLoad | undefined;
  #queues: ReadonlySet<GPUQueue> = new Set();

  /**
   * @param memory what its JavaScript holds on the GPU
   * @param realm where that JavaScript is, such as a frame
   */
  constructor(open: () => Promise<Contender>, memory: () => GpuBytes, realm = globalThis) {
    this.#open = open;
    this.#memory = memory;
    this.#realm = realm;
  }

  adapter(): Promise<Omit<AdapterDescription, 'webgl' | 'webglIsSoftware'>> {
    return describeWebGpu(this.#realm.navigator?.gpu);
  }

  /** Loads the model for a batch size, where it is not loaded for any, and says what it runs on. */
  async load(model: ModelToLoad, batch = 1): Promise<string> {
    const isLoaded = this.#model?.url === model.url;
    this.#contender ??= await this.#open();
    if (!isLoaded || this.#contender.fixedBatch) await this.#contender.load(model.url, batch);
    this.#model = model;
    return this.#contender.describe();
  }

  /** The values of one image, in the graph's layout, as `decodeValues` reads them. */
  async values(seed: number): Promise<string> {
    const { contender, inputs } = this.#loaded(seed, 1);
    const values = await contender.run(inputs);
    const last = contender.layout === 'channelsLast';
    return encodeValues(last ? channelsFirst(values, this.#model!.channels) : values);
  }

  /** Time of one run, from inputs to values in memory. */
  async run(seed: number, batch = 1): Promise<number> {
    const { contender, inputs } = this.#loaded(seed, batch);
    const start = performance.now();
    await contender.run(inputs);
    return performance.now() - start;
  }

  extras(): string[] {
    return (this.#contender?.extras ?? []).map(({ what }) => what);
  }

  async extra(what: string, seed: number): Promise<number> {
    const extra = this.#contender?.extras?.find((each) => each.what === what);
    if (!extra) throw new Error(`has no extra "${what}"`);
    const start = performance.now();
    await extra.run(seed);
    if (extra.staysOnGpu) await Promise.all([...this.#queues].map((queue) => queue.onSubmittedWorkDone()));
    return performance.now() - start;
  }

  async count(): Promise<Counters> {
    const { counters, queues } = await countWork(this.#realm, () => this.run(1));
    this.#queues = queues;
    return counters;
  }

  /** For each of some images, the time until its last submit had returned: what the processor does before the GPU has it all. */
  async encode(images: number): Promise<number[]> {
    const prototype = this.#realm.GPUQueue?.prototype;
    if (!prototype) return [];
    const { submit } = prototype;
    let submitted = Number.NaN;
    prototype.submit = function (buffers) {
      submit.call(this, buffers);
      submitted = performance.now();
    };
    const times: number[] = [];
    for (let seed = 1; seed <= images; seed++) {
      const { contender, inputs } = this.#loaded(seed, 1);
      submitted = Number.NaN;
      const start = performance.now();
      await contender.run(inputs);
      if (!Number.isNaN(submitted)) times.push(submitted - start);
    }
    prototype.submit = submit;
    return times;
  }

  async layers(images: number): Promise<LayerTime[]> {
    return this.#contender?.layers ? profileLayers(this.#contender, images) : [];
  }

  memory(): GpuBytes {
    return this.#memory();
  }

  #loaded(seed: number, batch: number): { contender: Contender; inputs: Inputs } {
    if (!this.#contender || !this.#model) throw new Error('no model is loaded');
    const drawn = drawInputs(this.#model.inputs, seed, batch);
    return { contender: this.#contender, inputs: inRealm(drawn, this.#realm) };
  }
}

/** The same inputs in arrays of another realm, so that `instanceof` holds there. */
function inRealm(inputs: Inputs, realm: typeof globalThis): Inputs {
  if (realm === globalThis) return inputs;
  const copies = Object.entries(inputs).map(([name, { data, shape }]) => [
    name,
    { data: new realm.Float32Array(data), shape: realm.Array.from(shape) },
  ]);
  return Object.fromEntries(copies);
}
