import type { Sampler } from './sampler.ts';

/** A shape as a graph states it: `"N"` is the batch, always the first axis. */
export type GraphShape = readonly (number | 'N')[];

export interface LatentInput {
  readonly kind: 'latent';
  readonly name: string;
  readonly shape: GraphShape;
  readonly distribution: 'normal' | 'uniform';
  /** Bounds of a uniform latent; a normal one has mean 0 and standard deviation 1. */
  readonly range?: readonly [number, number];
}

export interface LabelInput {
  readonly kind: 'label';
  readonly name: string;
  readonly shape: GraphShape;
  /** `one-hot`: shape is [N, classes], the label an index; `value`: shape is [N, 1], the label a number. */
  readonly encoding: 'one-hot' | 'value';
  /** Names of the classes, index order (one-hot only). */
  readonly names?: readonly string[];
  /** Bounds of a `value` label. */
  readonly range?: readonly [number, number];
  readonly default: number;
}

export interface ImageInput {
  readonly kind: 'image';
  readonly name: string;
  readonly shape: GraphShape;
  /** Values of black and white. */
  readonly range: readonly [number, number];
}

export type GraphInput = LatentInput | LabelInput | ImageInput;

/** One operation. `output` is the name of the tensor it makes; `weights` maps PyTorch's parameter names to tensors of the file. */
export interface GraphNode {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly weights: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly output: string;
}

export interface GraphOutput {
  readonly name: string;
  /** The tensor this output is; its own name where absent. */
  readonly tensor?: string;
  readonly shape: GraphShape;
  /** Values of black and white (an image) or bounds of the values. */
  readonly range: readonly [number, number];
  /** What the channels are; `raw` is not an image. */
  readonly channels: 'grey' | 'rgb' | 'rgba' | 'raw';
  /** Names of the classes, index order, where this is a classifier's scores [N, classes]. */
  readonly names?: readonly string[];
  /** Of an image: how far apart its rows and its columns are in what it shows, in mm. Absent where the images have no scale. */
  readonly pixelSize?: readonly [rows: number, columns: number];
}

/** Pairs of numbers that increase in both columns; between them lie straight lines. */
export type Curve = readonly (readonly [number, number])[];

/** Moves a one-hot label whose classes are ordered: between two classes their weights are shared. */
export interface LabelMove {
  /** The one-hot label input. */
  readonly tensor: string;
  /** `[value, position]`: which value of the edit's unit each position among the classes has; the position itself where absent. */
  readonly positions?: Curve;
}

/** Moves a latent, a label or both. `range` is in units that people know. */
export interface Edit {
  readonly name: string;
  /** The latent input it moves; it comes with `vector`. */
  readonly tensor?: string;
  /** Names the tensor of the file that holds one step. */
  readonly vector?: string;
  readonly label?: LabelMove;
  /** `[amount, step]`; as many steps as the amount says where absent. */
  readonly calibration?: Curve;
  readonly unit: string;
  readonly range: readonly [number, number];
}

export interface Provenance {
  /** Source file name and SHA-256 of its bytes. */
  readonly source?: string;
  readonly sha256?: string;
  readonly converter?: string;
  readonly licence?: string;
  readonly attribution?: string;
  readonly trainingData?: string;
  readonly synthetic?: boolean;
}

/** How `generate({ truncation })` acts: on a latent before the graph reads it, or through a label that the graph reads. */
export type Truncation =
  | { readonly tensor: string; readonly mean: number; readonly default?: number }
  | { readonly label: string; readonly default?: number };

/** Style mixing: layers from some number on take the style of another seed. */
export interface Mixing {
  /** The latent of the call's seed. */
  readonly latent: string;
  /** The latent of `mix.seed`, of the same shape; as `latent` where a call mixes nothing. */
  readonly second: string;
  /** The value label that `mix.from` is: its range ends at the number of layers, its default is the end. */
  readonly from: string;
}

/** What `__metadata__.roentgan` holds: everything but the weights. */
export interface Graph {
  readonly formatVersion: 1;
  readonly name?: string;
  readonly inputs: readonly GraphInput[];
  readonly nodes: readonly GraphNode[];
  readonly outputs: readonly GraphOutput[];
  readonly truncation?: Truncation;
  readonly mixing?: Mixing;
  /** Named edits in units people know, found with labels. */
  readonly edits?: readonly Edit[];
  /** Unnamed directions found without labels (SeFa). */
  readonly directions?: readonly Edit[];
  /** How images come from many runs of the graph; absent where one run makes an image. */
  readonly sampler?: Sampler;
  readonly provenance: Provenance;
}

export type WeightDtype = 'F32' | 'F16' | 'I8';

/** Raw bytes of one tensor, little endian, C order, PyTorch's layout of the op that uses it. */
export interface WeightTensor {
  readonly dtype: WeightDtype;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Model {
  readonly graph: Graph;
  readonly tensors: ReadonlyMap<string, WeightTensor>;
}
