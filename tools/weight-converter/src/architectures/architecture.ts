import type { GraphInput } from '@roentgan/gan-runtime/model-file';

/** One layer of an architecture: an operation, the parameters it takes from the checkpoint, and an activation. */
export interface Layer {
  readonly op: string;
  /** Name of what it makes, for later layers to read. */
  readonly name?: string;
  /** Prefix of its parameters (`net.0` for `net.0.weight`, `net.0.bias`, ...), or a tensor for each role. */
  readonly weights?: string | Readonly<Record<string, string>>;
  /** Names of inputs or layers it reads; the layer before it where absent. */
  readonly inputs?: readonly string[];
  /** As in the model file; a single number stands for every entry of stride, padding, dilation, outputPadding, size. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Applied to the result: `"relu"`, or `{ "op": "leakyRelu", "negativeSlope": 0.2 }`. */
  readonly activation?: string | { readonly op: string; readonly [attribute: string]: unknown };
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
}

/** A family that is recognised by the names and shapes of a state dict. */
export interface Family {
  readonly name: string;
  /** The architecture and what it assumes, or why the tensors are not of this family. */
  describe(
    shapes: ReadonlyMap<string, readonly number[]>,
  ): { architecture: Architecture; notes: string[] } | string;
}
