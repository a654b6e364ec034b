import type { ChannelsLast } from '../channelsLast/channelsLast.ts';
import type { Budget } from '../graph/budget.ts';
import type { Constant } from '../graph/constant.ts';
import type { Folding } from '../graph/constantOps.ts';
import { type Activation, type GraphBuilder, makeWeight, type Weight } from '../graph/graphBuilder.ts';
import { BATCH, countPerImage, formatDims } from '../graph/shape.ts';
import type { Attributes } from './attributes.ts';
import type { TfNode } from './graphDef.ts';
import { isBlocked, isConstant, isIndex, type SourceValue, type Value } from './value.ts';

/** What all calls of one graph share. */
export interface CallScope {
  readonly layers: ChannelsLast;
  readonly budget: Budget;
  readonly fixedBatch: number | undefined;
  readonly anyInput: () => Activation;
  /** How many nodes read the outputs of a node. */
  readonly readers: ReadonlyMap<string, number>;
  /** Largest table that an integer input selects from. */
  readonly classes: Map<string, number>;
}

/** One node in work: its inputs and attributes, checked as they are asked for. */
export class Call implements Folding {
  readonly node: TfNode;
  readonly inputs: readonly Value[];
  readonly scope: CallScope;

  constructor(node: TfNode, inputs: readonly Value[], scope: CallScope) {
    this.node = node;
    this.inputs = inputs;
    this.scope = scope;
  }

  get attributes(): Attributes {
    return this.node.attributes;
  }

  get layers(): ChannelsLast {
    return this.scope.layers;
  }

  get builder(): GraphBuilder {
    return this.scope.layers.builder;
  }

  get budget(): Budget {
    return this.scope.budget;
  }

  get resultName(): string {
    return this.node.name;
  }

  fail(message: string): never {
    return this.builder.fail(message);
  }

  /** An input that is known now or computed by the graph. */
  source(at: number): SourceValue | Constant {
    const value = this.inputs[at];
    if (value === undefined) return this.fail(`input ${at} is missing`);
    if (isBlocked(value))
      return this.fail(
        `input ${at} has blocks in its batch (SpaceToBatchND), which only convolutions and BatchToSpaceND take`,
      );
    if (isIndex(value)) return this.fail(`input ${at} is an integer input, which only selects from tables`);
    return value;
  }

  /** An input as a value of the graph; a constant becomes one, the same for every image of the batch. */
  value(at: number): SourceValue {
    const value = this.source(at);
    return isConstant(value) ? this.broadcastToBatch(value) : value;
  }

  constant(at: number, role: string): Constant {
    const value = this.source(at);
    return isConstant(value)
      ? value
      : this.fail(`its ${role} (input ${at}) is computed from the inputs, expected a constant`);
  }

  optionalConstant(at: number, role: string): Constant | undefined {
    return this.inputs[at] === undefined ? undefined : this.constant(at, role);
  }

  integers(at: number, role: string): number[] {
    const values = Array.from(this.constant(at, role).data);
    if (!values.every(Number.isSafeInteger))
      this.fail(`its ${role} (input ${at}) is [${values.slice(0, 8)}], expected integers`);
    return values;
  }

  integer(at: number, role: string): number {
    const values = this.integers(at, role);
    return values.length === 1
      ? values[0]!
      : this.fail(`its ${role} (input ${at}) has ${values.length} values, expected one`);
  }

  /** An axis counted from the end where negative. */
  axis(given: number, rank: number): number {
    const axis = given < 0 ? given + rank : given;
    if (!Number.isInteger(axis) || axis < 0 || axis >= Math.max(rank, 1))
      this.fail(`axis ${given} of ${rank} axes is out of range`);
    return axis;
  }

  /** The graph has no constants of its own: `0 * z + constant` for any input z. */
  broadcastToBatch(constant: Constant): SourceValue {
    const { shape, name } = constant;
    if (shape.length === 0 || (shape[0] !== 1 && shape[0] !== BATCH))
      this.fail(`constant "${name}" is ${formatDims(shape)}, expected the batch (1) first`);
    const input = this.scope.anyInput();
    const { builder, layers } = this;
    const flat = builder.add('reshape', [input], {
      attributes: { shape: ['N', countPerImage(input.shape)] },
    });
    const one = builder.add('slice', [flat], {
      attributes: { starts: [0], ends: [1], axes: [1], steps: [1] },
    });
    const zero = builder.add('multiply', [one], { weights: { other: makeWeight('zero', [1, 1], [0]) } });
    const ones = shape.map((_, axis) => (axis === 0 ? BATCH : 1));
    return layers.withConstant('add', layers.reshape(layers.fromSource(zero), ones), this.weight(constant));
  }

  /** A constant as a tensor of the file, under its own name. */
  weight(constant: Constant, shape: readonly number[] = constant.shape): Weight {
    const data = constant.data instanceof Float32Array ? constant.data : Float32Array.from(constant.data);
    return this.budget.sameWeight(constant, shape, () => ({ name: constant.name, shape, data }));
  }

  /** A constant of one value for each of `channels`. */
  channelWeight(at: number, channels: number, role: string): Weight {
    const constant = this.constant(at, role);
    if (constant.data.length !== channels)
      this.fail(`its ${role} is ${formatDims(constant.shape)}, expected [${channels}]`);
    return this.weight(constant, [channels]);
  }

  scalar(op: 'add' | 'multiply', value: SourceValue, number: number): SourceValue {
    if (number === (op === 'add' ? 0 : 1)) return value;
    return this.layers.withConstant(op, value, makeWeight(`${this.resultName}.constant`, [], [number]));
  }

  /** Whether this node alone reads what input `at` is, so that both may become one operation. */
  isOnlyReader(at: number): boolean {
    const input = this.node.inputs[at];
    return input !== undefined && this.scope.readers.get(input.node) === 1;
  }
}

export { BATCH, type Constant, countPerImage, formatDims, type SourceValue, type Value, type Weight };
