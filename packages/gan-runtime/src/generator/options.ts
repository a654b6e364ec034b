import type { BackendKind } from '../backend.ts';
import type { ModelSource } from '../modelFile/byteSource.ts';
import type { SamplingOptions } from '../sampler/samplerSettings.ts';
import type { Precision } from '../session/webgpuBackend.ts';
import type { TuningTable } from '../tuning/tuningTable.ts';
import type { GeneratedImage } from './generatedImage.ts';
import type { Towards } from './towards.ts';

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
  /**
   * Which kernels run a model's layers on a GPU, as `roentgan bench tune` or `tuneGenerator` found out; the shipped rules for the
   * adapter's maker where absent.
   */
  readonly tuning?: TuningTable;
  readonly signal?: AbortSignal;
  /** Bytes of the model file that have arrived. */
  onProgress?(progress: { readonly loaded: number; readonly total: number }): void;
}

export interface ImageOptions extends SamplingOptions {
  /** By label input: an index, a value, or a class name. Absent labels take the model's default. */
  readonly labels?: Readonly<Record<string, number | string>>;
  /** By the name of an edit or direction: how many of its units. */
  readonly edits?: Readonly<Record<string, number>>;
  /** How far latents keep from their mean: 1 leaves them, 0 makes them the mean. */
  readonly truncation?: number;
  /** Style mixing, for models that state it: layers from number `from` on, counted from 0, take the style of `seed`. */
  readonly mix?: { readonly seed: number; readonly from: number };
  /** An image on the way from the call's to another one. */
  readonly towards?: Towards;
}

/** How to follow and end a call. */
export interface Following {
  /** Ends the call; a sampler stops between its steps. */
  readonly signal?: AbortSignal;
  /** Steps of all images together that are done: one for each image where the model has no sampler. */
  onProgress?(progress: { readonly done: number; readonly total: number }): void;
  /** Each image as it looks after each step of a sampler, counted from 1; the last is what the call gives. */
  onPreview?(image: GeneratedImage, progress: { readonly step: number; readonly steps: number }): void;
}

export interface GenerateOptions extends ImageOptions, Following {
  /** The same latent on every machine; a safe integer of at least 0, 0 when absent. */
  readonly seed?: number;
}

/** What an image of a call may have for itself. */
export type OwnOptions = Pick<ImageOptions, 'labels' | 'edits' | 'towards'>;

export interface GenerateManyOptions extends ImageOptions, Following {
  readonly seeds: readonly number[];
  /** Labels, edits and way of each seed's image, over those of the call; as many as seeds. */
  readonly each?: readonly OwnOptions[];
}

export interface RenderOptions extends GenerateOptions {
  /** Draws the image after each step of a sampler, not only the last. */
  readonly drawSteps?: boolean;
}

/** A source that can be opened again after device loss: a Response is kept as its URL, or else as a Blob. */
export async function reopenable(source: ModelSource): Promise<{ first: ModelSource; again: ModelSource }> {
  if (!(source instanceof Response)) return { first: source, again: source };
  if (source.url) return { first: source, again: source.url };
  const blob = source.ok ? await source.blob() : undefined;
  return blob ? { first: blob, again: blob } : { first: source, again: source };
}
