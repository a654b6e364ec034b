import type { Tensor } from '@roentgan/kernels';
import type { GraphOutput } from './modelFile/model.ts';
import type { Canvas } from './session/draw.ts';

/** Tensors by graph input or output name, in the model's own layout. */
export type TensorsByName = Readonly<Record<string, Tensor>>;

/** What runs a model: the GPU, WebAssembly on the CPU, or the kernels' references in plain loops. */
export type BackendKind = 'webgpu' | 'cpu' | 'reference';

/** Time of one dispatch (WebGPU), call (CPU) or node (reference). */
export interface LayerTime {
  readonly label: string;
  readonly kernel: string;
  /** Undefined where the device has no timestamps. */
  readonly milliseconds: number | undefined;
}

/** What one run costs, and what is held between runs. */
export interface Counters {
  /** Of the last run or draw. */
  readonly dispatches: number;
  readonly submits: number;
  /** Since loading. */
  readonly pipelines: number;
  readonly bindGroups: number;
  readonly gpuBytes: number;
}

/** Runs one model; knows nothing of seeds, labels or pixels. Calls must not overlap. */
export interface Backend {
  readonly kind: BackendKind;
  readonly adapter: string;
  /** Largest batch of one run. */
  readonly maxBatch: number;
  readonly counters: Counters;
  /** Settles when the backend can no longer run, with the reason; never for one that was disposed. */
  readonly lost: Promise<string>;
  run(inputs: TensorsByName, batch: number, signal?: AbortSignal): Promise<TensorsByName>;
  /** Runs a batch of one and draws it. */
  render(inputs: TensorsByName, output: GraphOutput, canvas: Canvas): Promise<void>;
  /** Draws an image [1, C, H, W] that was made from this output's values. */
  draw(image: Tensor, output: GraphOutput, canvas: Canvas): Promise<void>;
  profile(inputs: TensorsByName): Promise<LayerTime[]>;
  dispose(): void;
}
