import { packedChannels } from '@roentgan/kernels/core';
import { encodeCall, type OpenEngine, packingCall } from '@roentgan/kernels-wasm';
import type { WeightTensor } from '../modelFile/model.ts';
import type { TensorInfo } from '../modelFile/tensorTable.ts';
import { ArrivingWeights } from '../plan/arrivingWeights.ts';
import type { MatrixParameter, Parameter } from '../plan/parameters.ts';
import type { MemoryMap } from './memoryMap.ts';

/** Bytes from the start of the staging place to a weight's scales, which come first. */
const align = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** The most that packing one of these parameters reads. */
export function stagingBytes(
  parameters: readonly Parameter[],
  tensors: ReadonlyMap<string, TensorInfo>,
): number {
  const sizes = parameters.map((parameter) => {
    if (parameter.kind !== 'matrix') return 0;
    const { begin, end } = tensors.get(parameter.weight)!;
    return align(4 * packedChannels(parameter.packing)) + end - begin;
  });
  return Math.max(0, ...sizes);
}

/** Hands weights to an engine as they arrive, which packs them into their places. */
export class WasmWeights {
  readonly #weights: ArrivingWeights;
  readonly #map: MemoryMap;
  readonly #raw = new Map<string, WeightTensor>();
  /** How many layers are still to be made of each large weight. */
  readonly #uses = new Map<string, number>();

  constructor(parameters: readonly Parameter[], map: MemoryMap) {
    this.#weights = new ArrivingWeights(parameters);
    this.#map = map;
    for (const parameter of parameters) {
      if (parameter.kind !== 'matrix') continue;
      this.#uses.set(parameter.weight, (this.#uses.get(parameter.weight) ?? 0) + 1);
    }
  }

  /** Takes one tensor of the file; settles when every parameter that it completes is made. */
  async add(engine: OpenEngine, name: string, tensor: WeightTensor): Promise<void> {
    if (!this.#weights.isNeeded(name)) return;
    if (this.#weights.isMatrix(name)) this.#raw.set(name, tensor);
    await this.#make(engine, this.#weights.add(name, tensor));
  }

  /** Makes what needs no tensor; to be called after the last one. */
  async finish(engine: OpenEngine): Promise<void> {
    await this.#make(engine, this.#weights.takeRest());
  }

  async #make(engine: OpenEngine, parameters: readonly Parameter[]): Promise<void> {
    for (const parameter of parameters) {
      if (parameter.kind === 'matrix') await this.#pack(engine, parameter);
      else {
        const bytes = new Uint8Array(this.#weights.values(parameter).buffer);
        await engine.call([{ at: this.#map.parameters.get(parameter.id)!, bytes }]);
      }
    }
  }

  async #pack(engine: OpenEngine, parameter: MatrixParameter): Promise<void> {
    const { packing, staging, parameters } = this.#map;
    const { kernel, fields } = packingCall(parameter.packing);
    const scale = new Uint8Array(this.#weights.matrixScale(parameter).buffer);
    const raw = this.#takeRaw(parameter.weight);
    const rawAt = staging + align(scale.byteLength);
    const addresses = { output: parameters.get(parameter.id)!, scale: staging, raw: rawAt };
    await engine.call(
      [
        { at: staging, bytes: scale },
        { at: rawAt, bytes: raw },
        { at: packing, bytes: encodeCall(kernel, { ...fields, ...addresses }) },
      ],
      { kernel, at: packing },
    );
  }

  /** A weight's bytes, to be given away. */
  #takeRaw(weight: string): Uint8Array<ArrayBuffer> {
    const bytes = this.#raw.get(weight)!.bytes as Uint8Array<ArrayBuffer>;
    const left = this.#uses.get(weight)! - 1;
    this.#uses.set(weight, left);
    if (left > 0) return bytes.slice();
    this.#raw.delete(weight);
    // A view is of the caller's own bytes; what fills its buffer was read for this tensor alone.
    return bytes.length < bytes.buffer.byteLength ? bytes.slice() : bytes;
  }
}
