import type { Graph, GraphInput, Sampler } from '@roentgan/gan-runtime/model-file';
import type { InputShapes } from '../graph/inputShapes.ts';
import type { FamilySettings } from './diffusion/familySettings.ts';

/** One layer of an architecture: an operation, the parameters it takes from the checkpoint, and an activation. */
export interface Layer {
  readonly op: string;
  /** Name of what it makes, for later layers to read. */
  readonly name?: string;
  /** Prefix of its parameters (`net.0` for `net.0.weight`, `net.0.bias`, ...), or a tensor for each role. */
  readonly weights?: string | Readonly<Record<string, string | ComputedWeight>>;
  /** Names of inputs or layers it reads; the layer before it where absent. */
  readonly inputs?: readonly string[];
  /** As in the model file; a single number stands for every entry of stride, padding, dilation, outputPadding, size. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Applied to the result: `"relu"`, or `{ "op": "leakyRelu", "negativeSlope": 0.2 }`. */
  readonly activation?: string | { readonly op: string; readonly [attribute: string]: unknown };
}

/** Values of a checkpoint's tensor in C order. */
export interface SourceTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * A weight that a family makes of the checkpoint's tensors while the model is built: scaled, folded or constant. The
 * same object in several layers is one tensor of the file. Architecture files cannot state one.
 */
export interface ComputedWeight {
  /** What the file calls it. */
  readonly name: string;
  /** The tensors that `compute` gets, in this order. */
  readonly from: readonly string[];
  readonly shape: readonly number[];
  compute(...sources: readonly SourceTensor[]): ArrayLike<number>;
}

export interface ArchitectureOutput {
  readonly name: string;
  /** The layer it is; the last one where absent. */
  readonly layer?: string;
  readonly range?: readonly [number, number];
}

/** What a state dict does not say: the layers, in order. Built-in families make one; a JSON file can state one. */
export interface Architecture {
  readonly name?: string;
  readonly inputs: readonly GraphInput[];
  readonly layers: readonly Layer[];
  readonly outputs?: readonly ArchitectureOutput[];
  /** The first normal latent towards 0 where absent. */
  readonly truncation?: Graph['truncation'];
  readonly mixing?: Graph['mixing'];
  /** How images come from many runs; checked where the model is written. */
  readonly sampler?: Sampler;
  /** Tensors of the file that no layer takes, such as the sampler's table. */
  readonly tables?: readonly ComputedWeight[];
}

/** A family that is recognised by the names and shapes of a state dict. */
export interface Family {
  readonly name: string;
  /**
   * The architecture and what it assumes, or why the tensors are not of this family.
   * @param inputShapes sizes that the caller gives and weights do not say, by input name
   * @param settings what a JSON file with this family's name states beside the weights
   */
  describe(
    shapes: ReadonlyMap<string, readonly number[]>,
    inputShapes?: InputShapes,
    settings?: FamilySettings,
  ): { architecture: Architecture; notes: string[] } | string;
}
