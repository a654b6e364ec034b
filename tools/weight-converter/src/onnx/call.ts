import type { Budget } from '../graph/budget.ts';
import { type Activation, type GraphBuilder, makeWeight, type Weight } from '../graph/graphBuilder.ts';
import { BATCH, countElements, countPerImage, formatDims } from '../graph/shape.ts';
import type { Constant } from './constant.ts';
import { axisOf } from './layoutShape.ts';
import type { OnnxNode, OnnxTensor } from './onnxModel.ts';
import { withNumber } from './ops/primitives.ts';
import type { GeluPart, IndexLabel, Value } from './value.ts';

export type Source = Activation | Constant;

export interface CallScope {
  readonly opset: number;
  /** The program that wrote the file. */
  readonly producer: string;
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  readonly fixedBatch: number | undefined;
  readonly lead: 0 | 1;
  readonly anyInput: () => Activation;
}

/** One ONNX node in work: its inputs and attributes, checked as they are asked for. */
export class Call {
  readonly node: OnnxNode;
  readonly opset: number;
  readonly producer: string;
  readonly builder: GraphBuilder;
  readonly budget: Budget;
  readonly inputs: readonly (Value | undefined)[];
  readonly fixedBatch: number | undefined;
  /** Axes that an activation has before those that the file knows: 1 where a batch was added, else 0. */
  readonly lead: 0 | 1;
  readonly #scope: CallScope;

  constructor(node: OnnxNode, inputs: readonly (Value | undefined)[], scope: CallScope) {
    this.node = node;
    this.inputs = inputs;
    this.opset = scope.opset;
    this.producer = scope.producer;
    this.builder = scope.builder;
    this.budget = scope.budget;
    this.fixedBatch = scope.fixedBatch;
    this.lead = scope.lead;
    this.#scope = scope;
  }

  /** The same node on other inputs, whose first axis is the batch. */
  onImages(inputs: readonly (Value | undefined)[]): Call {
    return new Call(this.node, inputs, { ...this.#scope, lead: 0 });
  }

  fail(message: string): never {
    this.builder.fail(message);
  }

  get resultName(): string {
    return this.node.outputs[0] || this.builder.hint;
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
    return value.kind === 'geluPart' ? value.written(this) : value;
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
    if (value.kind === 'activation') return value;
    const isOne = value.shape[0] === 1 && (this.fixedBatch ?? 1) === 1;
    if (this.lead === 0 && !isOne && value.shape[0] !== BATCH)
      this.fail(`input ${at} is a constant ${formatDims(value.shape)}, expected the batch first`);
    return this.broadcastToBatch(value);
  }

  /** A constant as an activation of at least `rank` axes of the file. */
  broadcastToBatch(constant: Constant, rank = constant.shape.length): Activation {
    const missing = Math.max(0, rank - constant.shape.length);
    const sizes = [...new Array<number>(missing).fill(1), ...constant.shape];
    if (this.lead === 0 && sizes[0] !== 1 && sizes[0] !== BATCH) {
      this.fail(`constant "${constant.name}" is ${formatDims(constant.shape)}, expected the batch (1) first`);
    }
    return this.repeated(constant, this.lead === 0 ? sizes.slice(1) : sizes);
  }

  /** A constant for every image of the batch, `[N, ...perImage]`. */
  repeated(constant: Constant, perImage: readonly number[] = constant.shape): Activation {
    const other = this.weight(constant, [1, ...perImage]);
    const scalar = this.reshape(
      this.anyNumber(),
      perImage.map(() => 1),
    );
    return this.builder.add('add', [this.multiply(scalar, 0)], { weights: { other } });
  }

  /** One number of each image, `[N, 1]`, that depends on an input. */
  anyNumber(): Activation {
    const input = this.#scope.anyInput();
    const flat = this.reshape(input, [countPerImage(input.shape)]);
    if (flat.shape[1] === 1) return flat;
    return this.builder.add('slice', [flat], {
      attributes: { starts: [0], ends: [1], axes: [1], steps: [1] },
    });
  }

  /** The shape that the file gives an activation. */
  shapeOf(input: Activation): readonly number[] {
    return input.shape.slice(this.lead);
  }

  /** An axis of the file as one of the activation. */
  axis(given: number, input: Activation): number {
    return axisOf(this, given, input.shape.length - this.lead) + this.lead;
  }

  /** Reshapes to a shape of the file. */
  toShape(input: Activation, shape: readonly number[]): Activation {
    if (this.lead === 0 && shape[0] !== BATCH)
      this.fail(`gives ${formatDims(shape)}, expected the batch N first`);
    return this.reshape(input, this.lead === 0 ? shape.slice(1) : shape);
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
    const { made } = input;
    if (made?.op === 'permute' && dims.length === input.shape.length) {
      const before = made.attributes.dims as readonly number[];
      return this.permute(
        made.inputs[0]!,
        dims.map((axis) => before[axis] ?? axis),
      );
    }
    return this.builder.add('permute', [input], { attributes: { dims: [...dims] } });
  }

  multiply(input: Activation, factor: number): Activation {
    return factor === 1 ? input : withNumber(this, 'multiply', input, factor);
  }

  plus(input: Activation, addend: number): Activation {
    return addend === 0 ? input : withNumber(this, 'add', input, addend);
  }

  /** A constant as a tensor of the file, under its own name. */
  weight(constant: Constant, shape: readonly number[] = constant.shape): Weight {
    if (constant.type === 'integer' && constant.data.some((value) => value !== 0 && value % BATCH === 0)) {
      this.fail(`computes with the batch size, expected a graph whose values do not depend on it`);
    }
    const data = constant.data instanceof Float32Array ? constant.data : Float32Array.from(constant.data);
    return this.budget.sameWeight(constant, shape, () => ({ name: constant.name, shape, data }));
  }

  /** The same for a matrix, whose int8 values and scales stay where they are one for each entry of `axis`. */
  matrix(constant: Constant, shape: readonly number[], axis: number): Weight {
    const weight = this.weight(constant, shape);
    const { quantised } = constant;
    const fits = quantised && (quantised.axis === axis || quantised.scale.length === 1);
    if (!fits) return weight;
    return this.budget.sameWeight(constant, [...shape, axis], () => ({ ...weight, quantised }));
  }

  /** A constant of one value for each of `channels`; a scalar is repeated. */
  channelWeight(constant: Constant, channels: number, role: string): Weight {
    const count = countElements(constant.shape);
    if (count === channels) return this.weight(constant, [channels]);
    if (count !== 1) this.fail(`its ${role} is ${formatDims(constant.shape)}, expected ${channels} values`);
    return makeWeight(constant.name, [channels], this.budget.zeros(channels).fill(constant.data[0]!));
  }
}

export type { Activation, Constant, GeluPart, IndexLabel, Value, Weight };
