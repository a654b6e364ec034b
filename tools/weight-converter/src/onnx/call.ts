import { type Activation, type GraphBuilder, makeWeight, type Weight } from '../graph/graphBuilder.ts';
import { BATCH, countElements, countPerImage, formatDims } from '../graph/shape.ts';
import type { Budget } from './budget.ts';
import type { Constant } from './constant.ts';
import type { OnnxNode, OnnxTensor } from './onnxModel.ts';
import type { GeluPart, IndexLabel, MeanSquare, RootPart, Value } from './value.ts';

export type Source = Activation | Constant;

/** One ONNX node in work: its inputs and attributes, checked as they are asked for. */
export class Call {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  readonly inputs: readonly (Value | undefined)[];
  /** Means of squares made so far, for the square roots that normalise by them. */
  readonly meanSquares: Map<Activation, MeanSquare>;
  readonly fixedBatch: number | undefined;
  readonly #anyInput: () => Activation;

  constructor(
    node: OnnxNode,
    inputs: readonly (Value | undefined)[],
    scope: {
      opset: number;
      builder: GraphBuilder;
      budget: Budget;
      meanSquares: Map<Activation, MeanSquare>;
      fixedBatch: number | undefined;
      anyInput: () => Activation;
    },
  ) {
    this.node = node;
    this.inputs = inputs;
    this.opset = scope.opset;
    this.builder = scope.builder;
    this.budget = scope.budget;
    this.meanSquares = scope.meanSquares;
    this.fixedBatch = scope.fixedBatch;
    this.#anyInput = scope.anyInput;
  }

  fail(message: string): never {
    this.builder.fail(message);
  }

  integer(name: string, fallback: number): number {
    return this.node.attributes.get(name)?.int ?? fallback;
  }

  float(name: string, fallback: number): number {
    return this.node.attributes.get(name)?.float ?? fallback;
  }

  text(name: string, fallback: string): string {
    return this.node.attributes.get(name)?.text ?? fallback;
  }

  integers(name: string): number[] | undefined {
    const attribute = this.node.attributes.get(name);
    return attribute && attribute.ints.length > 0 ? attribute.ints : undefined;
  }

  tensor(name: string): OnnxTensor | undefined {
    return this.node.attributes.get(name)?.tensor;
  }

  /** An input that is either known now or computed by the graph. */
  source(at: number): Source {
    const value = this.inputs[at];
    if (value === undefined) return this.fail(`input ${at} is missing`);
    if (value.kind === 'index')
      this.fail(`input ${at} is an integer label, expected it to select from a table only`);
    if (value.kind === 'geluPart')
      this.fail('Erf is supported only inside a gelu, x * 0.5 * (1 + Erf(x / sqrt(2)))');
    if (value.kind === 'rootPart') this.fail('Sqrt is supported only in x / sqrt(mean(x * x) + eps)');
    return value;
  }

  constant(at: number, role: string): Constant {
    const value = this.optionalConstant(at, role);
    return value ?? this.fail(`its ${role} (input ${at}) is missing`);
  }

  optionalConstant(at: number, role: string): Constant | undefined {
    const value = this.inputs[at];
    if (value === undefined) return undefined;
    if (value.kind !== 'constant')
      this.fail(`its ${role} (input ${at}) is computed from the inputs, expected a constant`);
    return value;
  }

  /** Integers given as an attribute in older opsets and as a constant input in newer ones. */
  list(attribute: string, at: number): number[] | undefined {
    const value = this.optionalConstant(at, attribute);
    return value ? Array.from(value.data) : this.integers(attribute);
  }

  /** An input as an activation; a constant becomes one, the same for every image of the batch. */
  activation(at: number): Activation {
    const value = this.source(at);
    return value.kind === 'activation' ? value : this.broadcastToBatch(value);
  }

  broadcastToBatch(constant: Constant): Activation {
    if (constant.shape.length === 0 || (constant.shape[0] !== 1 && constant.shape[0] !== BATCH)) {
      this.fail(`constant "${constant.name}" is ${formatDims(constant.shape)}, expected the batch (1) first`);
    }
    const flat = this.reshape(this.#anyInput(), [countPerImage(this.#anyInput().shape)]);
    const one = this.builder.add('slice', [flat], {
      attributes: { starts: [0], ends: [1], axes: [1], steps: [1] },
    });
    const scalar = this.reshape(
      one,
      constant.shape.slice(1).map(() => 1),
    );
    const zero = this.multiply(scalar, 0);
    return this.builder.add('add', [zero], { weights: { other: this.weight(constant) } });
  }

  /** Reshapes to `[N, ...perImage]`; nothing is added where that is the shape already. */
  reshape(input: Activation, perImage: readonly number[]): Activation {
    if (
      perImage.length === input.shape.length - 1 &&
      perImage.every((size, i) => size === input.shape[i + 1])
    ) {
      return input;
    }
    return this.builder.add('reshape', [input], { attributes: { shape: ['N', ...perImage] } });
  }

  permute(input: Activation, dims: readonly number[]): Activation {
    if (dims.every((axis, i) => axis === i)) return input;
    return this.builder.add('permute', [input], { attributes: { dims: [...dims] } });
  }

  multiply(input: Activation, factor: number): Activation {
    return factor === 1 ? input : this.#withScalar('multiply', input, factor);
  }

  plus(input: Activation, addend: number): Activation {
    return addend === 0 ? input : this.#withScalar('add', input, addend);
  }

  #withScalar(op: 'add' | 'multiply', input: Activation, value: number): Activation {
    const other = makeWeight(
      `${this.builder.hint}.constant`,
      input.shape.map(() => 1),
      [value],
    );
    return this.builder.add(op, [input], { weights: { other } });
  }

  /** A constant as a tensor of the file, under its own name. */
  weight(constant: Constant, shape: readonly number[] = constant.shape): Weight {
    const data = constant.data instanceof Float32Array ? constant.data : Float32Array.from(constant.data);
    return this.budget.sameWeight(constant, shape, () => ({ name: constant.name, shape, data }));
  }

  /** A constant of one value for each of `channels`; a scalar is repeated. */
  channelWeight(constant: Constant, channels: number, role: string): Weight {
    const count = countElements(constant.shape);
    if (count === channels) return this.weight(constant, [channels]);
    if (count !== 1) this.fail(`its ${role} is ${formatDims(constant.shape)}, expected ${channels} values`);
    return makeWeight(constant.name, [channels], this.budget.zeros(channels).fill(constant.data[0]!));
  }
}

export type { Activation, Constant, GeluPart, IndexLabel, RootPart, Value, Weight };
