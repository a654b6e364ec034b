import {
  type GraphNode,
  type GraphShape,
  ModelFileError,
  scaleName,
  type WeightTensor,
} from '@roentgan/gan-runtime/model-file';
import { attentionOf } from './attention.ts';
import { boundsAfter } from './bounds.ts';
import type { QuantisedValues } from './constant.ts';
import { outputShape } from './outputShape.ts';
import { BATCH, countElements, formatDims } from './shape.ts';

/** Far more than any generator has, and near what a model file may hold. */
const MAX_NODES = 20_000;

/** A constant tensor in PyTorch's layout; it becomes a tensor of the file once a node uses it. */
export interface Weight {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
  /** Kept as int8: `data` is `quantised.data` times the scale, which counts along one axis or is one number. */
  readonly quantised?: QuantisedValues;
}

/** A value that depends on the inputs. `shape[0]` is BATCH. */
export interface Activation {
  readonly kind: 'activation';
  readonly name: string;
  readonly shape: readonly number[];
  /** How it was made; absent for a graph input. */
  readonly made?: NodeSpec;
  /** Bounds of its values, where they are known. */
  readonly bounds?: readonly [number, number];
}

export interface NodeSpec {
  readonly op: string;
  readonly inputs: readonly Activation[];
  readonly weights: Readonly<Record<string, Weight>>;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Collects nodes and tensors, infers every shape, and refuses what does not fit. */
export class GraphBuilder {
  /** Opens every error: the file and the layer in work. */
  where = '';
  /** Name of the next node; numbered where it is taken. */
  hint = '';
  readonly #nodes: { spec: NodeSpec; output: string }[] = [];
  readonly #names = new Names();
  readonly #tensorNames = new Map<Weight, string>();
  readonly #tensorNamesTaken = new Names();

  input(name: string, shape: readonly number[]): Activation {
    this.#names.unique(name);
    return { kind: 'activation', name, shape };
  }

  add(
    op: string,
    inputs: readonly Activation[],
    options: { weights?: Record<string, Weight | undefined>; attributes?: Record<string, unknown> } = {},
  ): Activation {
    const weights = Object.fromEntries(
      Object.entries(options.weights ?? {}).filter(
        (entry): entry is [string, Weight] => entry[1] !== undefined,
      ),
    );
    const spec = { op, inputs, weights, attributes: options.attributes ?? {} };
    const shape = outputShape(spec, this.where);
    const attention = attentionOf(this, spec);
    if (attention) return attention;
    if (shape[0] !== BATCH) this.fail(`${op} gives ${formatDims(shape)}, expected the batch N first`);
    if (shape.length > 6) this.fail(`${op} gives ${formatDims(shape)}, expected at most 6 axes`);
    if (this.#nodes.length >= MAX_NODES) this.fail(`makes more than ${MAX_NODES} operations`);
    const name = this.#names.unique(this.hint || op);
    this.#nodes.push({ spec, output: name });
    const bounds = boundsAfter(spec);
    return { kind: 'activation', name, shape, made: spec, ...(bounds && { bounds }) };
  }

  /** The nodes that `outputs` need, in execution order, and the tensors those use. */
  finish(outputs: readonly Activation[]): { nodes: GraphNode[]; tensors: Map<string, WeightTensor> } {
    const needed = new Set(outputs.map((output) => output.name));
    const nodes: GraphNode[] = [];
    const tensors = new Map<string, WeightTensor>();
    for (const { spec, output } of this.#nodes.toReversed()) {
      if (!needed.has(output)) continue;
      for (const input of spec.inputs) needed.add(input.name);
      const weights = Object.entries(spec.weights).map(([role, weight]) => {
        const name = this.#tensorName(weight);
        if (!tensors.has(name)) for (const [own, tensor] of toTensors(name, weight)) tensors.set(own, tensor);
        return [role, name];
      });
      nodes.push({
        op: spec.op,
        name: output,
        inputs: spec.inputs.map((input) => input.name),
        weights: Object.fromEntries(weights),
        attributes: spec.attributes,
        output,
      });
    }
    return { nodes: nodes.reverse(), tensors: new Map([...tensors].reverse()) };
  }

  fail(message: string): never {
    throw new ModelFileError(`${this.where}: ${message}`);
  }

  #tensorName(weight: Weight): string {
    let name = this.#tensorNames.get(weight);
    if (name === undefined) {
      const taken = this.#tensorNamesTaken;
      do name = taken.unique(weight.name || 'constant');
      while (weight.quantised && !taken.take(scaleName(name)));
      this.#tensorNames.set(weight, name);
    }
    return name;
  }
}

/** A constant of the graph that no source tensor names. */
export function makeWeight(name: string, shape: readonly number[], data: ArrayLike<number>): Weight {
  return { name, shape, data: Float32Array.from(data) };
}

export function toGraphShape(shape: readonly number[]): GraphShape {
  return shape.map((size) => (size === BATCH ? 'N' : size));
}

/** A weight's tensor, with its scale where it is int8. */
function toTensors(name: string, { shape, data, quantised }: Weight): [string, WeightTensor][] {
  const count = countElements(shape);
  if (count !== data.length)
    throw new RangeError(`a tensor of ${formatDims(shape)} has ${data.length} values`);
  if (quantised === undefined) return [[name, { dtype: 'F32', shape, bytes: bytesOf(data) }]];
  const { axis, scale } = quantised;
  const scaleShape = shape.map((_, at) => (at === axis ? scale.length : 1));
  return [
    [scaleName(name), { dtype: 'F32', shape: scaleShape, bytes: bytesOf(scale) }],
    [name, { dtype: 'I8', shape, bytes: bytesOf(quantised.data) }],
  ];
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Names of a model file are at most 512 long; a prefix stays readable and a number makes it unique. */
class Names {
  // The one name that safetensors headers keep for themselves.
  readonly #copies = new Map([['__metadata__', 0]]);

  /** False where a name is taken already. */
  take(name: string): boolean {
    if (this.#copies.has(name)) return false;
    this.#copies.set(name, 0);
    return true;
  }

  unique(wanted: string): string {
    const base = wanted.slice(0, 200);
    let name = base;
    let copy = this.#copies.get(base) ?? 0;
    while (this.#copies.has(name)) name = `${base}.${++copy + 1}`;
    this.#copies.set(base, copy);
    if (name !== base) this.#copies.set(name, 0);
    return name;
  }
}
