import type { GraphBuilder, Weight } from '../graph/graphBuilder.ts';
import type { StateDict } from '../pytorch/stateDict.ts';
import type { ComputedWeight, Layer } from './architecture.ts';

/** PyTorch's parameter names by operation and role; others are called as the role. */
const parameterNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  batchNorm2d: { weight: 'weight', bias: 'bias', runningMean: 'running_mean', runningVar: 'running_var' },
  instanceNorm2d: { weight: 'weight', bias: 'bias' },
  prelu: { slope: 'weight' },
};
const plainNames = { weight: 'weight', bias: 'bias' };

/** Weights of layers from a state dict. A tensor that several layers take is one tensor of the model. */
export class LayerWeights {
  readonly #tensors: StateDict;
  readonly #builder: GraphBuilder;
  readonly #made = new Map<string | ComputedWeight, Weight>();

  constructor(tensors: StateDict, builder: GraphBuilder) {
    this.#tensors = tensors;
    this.#builder = builder;
  }

  /** By role. Throws ModelFileError for a tensor that is missing or damaged. */
  of({ op, weights: given }: Layer): Record<string, Weight> {
    if (given === undefined) return {};
    if (typeof given === 'string') return this.#parametersOf(op, given);
    return Object.fromEntries(
      Object.entries(given).map(([role, source]) => [
        role,
        typeof source === 'string' ? this.#stored(source) : this.#computed(source),
      ]),
    );
  }

  /** `net.1.weight` and its like. One parameter has to be there, and the statistics of a norm; biases may be absent. */
  #parametersOf(op: string, prefix: string): Record<string, Weight> {
    const names = Object.entries(parameterNames[op] ?? plainNames).map(
      ([role, parameter]) => [role, prefix === '' ? parameter : `${prefix}.${parameter}`] as const,
    );
    const hasSome = names.some(([, name]) => this.#tensors.has(name));
    const needed = names.filter(
      ([role, name]) =>
        this.#tensors.has(name) || !hasSome || role === 'runningMean' || role === 'runningVar',
    );
    return Object.fromEntries(needed.map(([role, name]) => [role, this.#stored(name)]));
  }

  #stored(name: string): Weight {
    const known = this.#made.get(name);
    if (known) return known;
    const weight = { name, ...this.#read(name) };
    this.#made.set(name, weight);
    return weight;
  }

  #computed(source: ComputedWeight): Weight {
    const known = this.#made.get(source);
    if (known) return known;
    const { name, shape } = source;
    const values = source.compute(...source.from.map((from) => this.#read(from)));
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    const weight = { name, shape, data };
    this.#made.set(source, weight);
    return weight;
  }

  #read(name: string): { shape: readonly number[]; data: Float32Array } {
    const builder = this.#builder;
    const tensor = this.#tensors.get(name);
    if (!tensor) return builder.fail(`takes "${name}", which the state dict does not hold`);
    return { shape: tensor.shape, data: tensor.toFloat32(`${builder.where}: "${name}"`) };
  }
}
