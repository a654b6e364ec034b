import type { BackendKind, Counters, Graph, ImageOptions } from '@roentgan/gan-runtime';
import type { RasterImage } from '@roentgan/measurer';
import type { ViewerBackend } from '../../ganViewer/imageSettings.ts';

// What the page and the worker that reads models say to each other.

/** One row of the graph's table. */
export interface LayerSummary {
  readonly name: string;
  readonly op: string;
  /** The tensor it makes. */
  readonly output: string;
  readonly inputs: readonly string[];
  /** Of the output, for one image. */
  readonly shape: readonly number[];
  readonly parameters: number;
  /** Multiply-accumulates for one image. */
  readonly macs: number;
  /** As in "weight [64,1,3,3] F16". */
  readonly weights: readonly string[];
}

export interface ModelSummary {
  readonly graph: Omit<Graph, 'nodes'>;
  readonly layers: readonly LayerSummary[];
  /** Weights that nodes use, each counted once. */
  readonly parameters: number;
  readonly macs: number;
  /** Of the model file. */
  readonly bytes: number;
  /** Bytes on the device for one image: f32, before layers are fused. */
  readonly memory: { readonly weights: number; readonly activations: number };
}

/** A model that was read, whatever file it came from. */
export interface OpenedModel {
  readonly fileName: string;
  readonly summary: ModelSummary;
  /** As a model file, with a name in it. */
  readonly file: Blob;
  /** Absent where the file was a model file already. */
  readonly conversion?: {
    readonly format: string;
    readonly detected?: string;
    readonly notes: readonly string[];
  };
}

export interface OpenOptions {
  /** A built-in family of the converter; found from names and shapes where absent. */
  readonly arch?: string;
  /** Sizes of inputs that the file leaves open. */
  readonly shapes?: Readonly<Record<string, readonly number[]>>;
}

/** Where a model is to run. */
export interface RunsOn {
  readonly backend: ViewerBackend;
  readonly threads?: number;
}

/** What ran, as the runtime says it. */
export interface Ran {
  readonly backend: BackendKind;
  readonly adapter: string;
  readonly backendReason: string;
  readonly counters: Counters;
}

export interface LayerTimes extends Ran {
  /** Milliseconds by node, the median of the runs; nodes that are computed inside another, or move nothing, have none. */
  readonly times: ReadonlyMap<string, number>;
  /** Whether the device has timestamps; without, `times` is empty. */
  readonly timed: boolean;
  readonly runs: number;
}

/** What the graph's inputs are made from. */
export type PictureSource =
  | { readonly kind: 'seed'; readonly options: ImageOptions & { readonly seed: number } }
  /** For models that take an image. */
  | { readonly kind: 'picture'; readonly picture: RasterImage }
  | { readonly kind: 'file'; readonly file: File };

export interface LayerRequest {
  readonly node: string;
  readonly source: PictureSource;
  readonly runsOn: RunsOn;
  /** First tile that is wanted. */
  readonly first: number;
  /** Each tile from its own darkest to its own brightest value, instead of the layer's. */
  readonly ownScale: boolean;
}

export interface LayerStatistics {
  readonly count: number;
  readonly low: number;
  readonly high: number;
  readonly mean: number;
  readonly deviation: number;
  /** Share of values that are exactly 0. */
  readonly zeros: number;
  /** How many are no finite number; the rest is about the others. */
  readonly notFinite: number;
}

/** A layer's values for one image, as pictures: one for each channel. */
export interface LayerPicture extends Pick<Ran, 'backend' | 'adapter'> {
  readonly shape: readonly number[];
  readonly statistics: LayerStatistics;
  readonly tiles: number;
  readonly first: number;
  readonly width: number;
  readonly height: number;
  /** RGBA of each tile from `first` on, as many as fit. */
  readonly pixels: readonly Uint8ClampedArray<ArrayBuffer>[];
  /** All values, where they are few. */
  readonly values?: readonly number[];
}

/** The calls that a worker answers, one at a time. */
export interface ModelCalls {
  openFiles(files: readonly File[], options: OpenOptions): OpenedModel;
  openUrl(url: string): OpenedModel;
  /** Of the model that was opened. */
  timeLayers(runsOn: RunsOn): LayerTimes;
  layerPicture(request: LayerRequest): LayerPicture;
  /** Names of the converter's families. */
  families(): readonly string[];
}

export interface CallMessage {
  readonly id: number;
  readonly name: keyof ModelCalls;
  readonly values: readonly unknown[];
}
/** Ends the call with this id as soon as it can be ended. */
export interface StopMessage {
  readonly id: number;
  readonly stop: true;
}
export type AnswerMessage =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };
