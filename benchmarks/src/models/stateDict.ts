import type { Model } from '@roentgan/gan-runtime/model-file';
import { readSafetensors } from '@roentgan/weight-converter';
import { filled, seededRandom } from '../random.ts';

interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Gain that keeps the variance of activations behind a ReLU (He et al., 2015), and where nothing follows. */
export const gains = { relu: 2, none: 1 } as const;

/** Random weights under the names of a checkpoint, the same for the same seed. */
export class StateDict {
  readonly #tensors = new Map<string, Tensor>();
  readonly #random;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  /** @param deviation standard deviation of its normal values */
  normal(name: string, shape: readonly number[], deviation: number, mean = 0): void {
    this.#add(name, shape, () => mean + deviation * this.#random.normal());
  }

  /** Weight of a conv2d; `variance` is that of its outputs over that of its inputs. */
  conv2d(
    name: string,
    outputs: number,
    inputs: number,
    kernel: number,
    variance: number,
    bias = false,
  ): void {
    this.normal(
      `${name}.weight`,
      [outputs, inputs, kernel, kernel],
      Math.sqrt(variance / (inputs * kernel ** 2)),
    );
    if (bias) this.normal(`${name}.bias`, [outputs], 0.1);
  }

  /** Weight of a convTranspose2d, of whose taps (kernel / stride)^2 reach an output. */
  convTranspose2d(
    name: string,
    inputs: number,
    outputs: number,
    kernel: number,
    stride: number,
    variance: number,
    bias = false,
  ): void {
    const taps = (kernel / stride) ** 2;
    this.normal(`${name}.weight`, [inputs, outputs, kernel, kernel], Math.sqrt(variance / (inputs * taps)));
    if (bias) this.normal(`${name}.bias`, [outputs], 0.1);
  }

  linear(name: string, outputs: number, inputs: number, variance: number): void {
    this.normal(`${name}.weight`, [outputs, inputs], Math.sqrt(variance / inputs));
    this.normal(`${name}.bias`, [outputs], 0.1);
  }

  /** A batch norm whose statistics and weights are uneven, so that a contender that skips or misreads one is found out. */
  batchNorm(name: string, channels: number): void {
    this.#add(`${name}.running_mean`, [channels], () => 0.2 * this.#random.normal());
    this.#add(`${name}.running_var`, [channels], () => this.#random.uniform(0.5, 2));
    this.#add(`${name}.weight`, [channels], () => this.#random.uniform(0.5, 1.5));
    this.#add(`${name}.bias`, [channels], () => 0.2 * this.#random.normal());
  }

  /** The model that the converter makes of these weights; its family is found by their names, as in a user's file. */
  toModel(name: string, expectedFamily: string): Model {
    const { model, detected } = readSafetensors(this.#file(), name);
    if (detected !== expectedFamily) {
      throw new Error(`${name}: its weights were taken for ${detected}, expected ${expectedFamily}`);
    }
    const provenance = { source: 'random weights for benchmarks', synthetic: true };
    return { ...model, graph: { ...model.graph, name, provenance } };
  }

  #add(name: string, shape: readonly number[], value: () => number): void {
    const count = shape.reduce((product, size) => product * size, 1);
    this.#tensors.set(name, { shape, data: filled(count, value) as Float32Array<ArrayBuffer> });
  }

  /** As safetensors: the header's length in eight bytes, the header, the values. */
  #file(): Uint8Array {
    let offset = 0;
    const entries = [...this.#tensors].map(([name, { shape, data }]) => {
      const begin = offset;
      offset += data.byteLength;
      return [name, { dtype: 'F32', shape, data_offsets: [begin, offset] }] as const;
    });
    const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
    const file = new Uint8Array(8 + header.length + offset);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(header, 8);
    let at = 8 + header.length;
    for (const { data } of this.#tensors.values()) {
      file.set(new Uint8Array(data.buffer), at);
      at += data.byteLength;
    }
    return file;
  }
}
