import type { BackendKind } from '../backend.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import type { Precision } from '../session/webgpuBackend.ts';

export interface LoadOptions {
  /** The caller's device; it is neither destroyed nor rebuilt when lost. */
  readonly device?: GPUDevice;
  /** Where to ask for an adapter instead of `navigator.gpu`, such as Dawn in Node. */
  readonly gpu?: GPU;
  /**
   * `auto` takes WebGPU where there is a GPU, else WebAssembly on the CPU (`cpu`), and says why in `backendReason`.
   * `webgpu` takes software adapters too; `reference` is plain loops, to check the others against.
   */
  readonly backend?: 'auto' | BackendKind;
  /** Threads of the CPU backend: one for each core, up to eight, where absent; one in pages that are not cross-origin isolated. */
  readonly threads?: number;
  /** Storage of weights and activations; `auto` is f16 where the file is f16 and the device has it. */
  readonly precision?: Precision;
  readonly signal?: AbortSignal;
  /** Bytes of the model file that have arrived. */
  onProgress?(progress: { readonly loaded: number; readonly total: number }): void;
}

export interface ImageOptions {
  /** By label input: an index, a value, or a class name. Absent labels take the model's default. */
  readonly labels?: Readonly<Record<string, number | string>>;
  /** By the name of an edit or direction: how many of its units. */
  readonly edits?: Readonly<Record<string, number>>;
  /** How far latents keep from their mean: 1 leaves them, 0 makes them the mean. */
  readonly truncation?: number;
}

export interface GenerateOptions extends ImageOptions {
  /** The same latent on every machine; a safe integer of at least 0, 0 when absent. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
}

export interface GenerateManyOptions extends ImageOptions {
  readonly seeds: readonly number[];
  readonly signal?: AbortSignal;
}

/** A source that can be opened again after device loss: a Response is kept as its URL, or else as a Blob. */
export async function reopenable(source: ModelSource): Promise<{ first: ModelSource; again: ModelSource }> {
  if (!(source instanceof Response)) return { first: source, again: source };
  if (source.url) return { first: source, again: source.url };
  const blob = source.ok ? await source.blob() : undefined;
  return blob ? { first: blob, again: blob } : { first: source, again: source };
}
