import type { ChannelsLast } from '../channelsLast/channelsLast.ts';
import type { SourceValue } from '../channelsLast/sourceValue.ts';
import type { GraphBuilder } from '../graph/graphBuilder.ts';
import { formatDims } from '../graph/shape.ts';
import { Config, type Json } from './config.ts';
import type { LayerWeights } from './layerWeights.ts';

/** What differs between the programs that wrote a file. */
export interface Dialect {
  /** 1, 2 or 3. */
  readonly keras: number;
  /** TensorFlow.js computes some layers in its own way, and its models are compared with it. */
  readonly isTensorflowJs: boolean;
}

/** One call of a layer: what a mapper turns into nodes. */
export class LayerCall {
  readonly className: string;
  readonly config: Config;
  readonly inputs: readonly SourceValue[];
  readonly layers: ChannelsLast;
  readonly weights: LayerWeights;
  readonly dialect: Dialect;
  /** Sizes of the tables that inputs select from, by the input's name. */
  readonly classes: Map<string, number>;
  readonly #json: Json;

  constructor(fields: {
    className: string;
    config: Json;
    inputs: readonly SourceValue[];
    layers: ChannelsLast;
    weights: LayerWeights;
    dialect: Dialect;
    classes: Map<string, number>;
  }) {
    this.className = fields.className;
    this.#json = fields.config;
    this.config = new Config(fields.config, (message) => this.fail(message));
    this.inputs = fields.inputs;
    this.layers = fields.layers;
    this.weights = fields.weights;
    this.dialect = fields.dialect;
    this.classes = fields.classes;
  }

  get builder(): GraphBuilder {
    return this.layers.builder;
  }

  /** The only input. */
  get input(): SourceValue {
    if (this.inputs.length !== 1) this.fail(`reads ${this.inputs.length} tensors, expected one`);
    return this.inputs[0]!;
  }

  /** The only input, which must have `rank` axes. */
  inputOfRank(rank: number): SourceValue {
    const { input } = this;
    if (input.shape.length !== rank)
      this.fail(`reads ${formatDims(input.shape)}, expected ${rank} axes with the batch first`);
    return input;
  }

  /** The same layer of another class, settings or input: an activation in a convolution is a layer too. */
  as(change: { className?: string; config?: Json; inputs?: readonly SourceValue[] }): LayerCall {
    const { className, inputs, layers, weights, dialect, classes } = this;
    return new LayerCall({
      ...{ className, config: this.#json, inputs, layers, weights, dialect, classes },
      ...change,
    });
  }

  fail(message: string): never {
    return this.builder.fail(message);
  }
}

/** Turns a call of a layer into nodes. */
export type LayerMapper = (call: LayerCall) => SourceValue;

/** An axis of the input as Keras counts it, from the end where negative. */
export function axisOf(call: LayerCall, axis: number, rank: number): number {
  const positive = axis < 0 ? axis + rank : axis;
  if (!(positive >= 1 && positive < rank)) call.fail(`axis is ${axis}, expected 1 to ${rank - 1}`);
  return positive;
}
