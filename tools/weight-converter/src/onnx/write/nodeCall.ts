import type { Attributes } from './encodeOnnx.ts';
import type { GraphWriter } from './graphWriter.ts';

/** One node of the model in ONNX's names; what its writer needs to say it in ONNX's operations. */
export interface NodeCall<Own extends object = object> {
  readonly graph: GraphWriter;
  /** Values it reads. */
  readonly inputs: readonly [string, ...string[]];
  /** Their shapes at batch 1. */
  readonly shapes: readonly (readonly number[])[];
  readonly output: readonly number[];
  /** All of the operation's, defaults filled in. */
  readonly attributes: Own;
  /** Tensor names and shapes by role. */
  readonly weights: Readonly<Record<string, { readonly name: string; readonly shape: readonly number[] }>>;
  /** A step before the last; returns its value. */
  step(op: string, inputs: readonly string[], attributes?: Attributes): string;
}

/** The last ONNX node of an operation, which makes its output. */
export type LastNode = readonly [op: string, inputs: readonly string[], attributes?: Attributes];

/** Says one operation in ONNX's; each writer states the attributes that it knows its operation to have. */
export type NodeWriter = (call: NodeCall<never>) => LastNode;

/** A weight of the node; undefined where an optional one is absent. */
export function weightOf({ graph, weights }: NodeCall, role: string): string | undefined {
  const weight = weights[role];
  return weight && graph.weight(weight.name);
}

/** One number for everything. */
export function scalar({ graph }: NodeCall, value: number): string {
  return graph.floats([value], []);
}
