import type { Tensor } from '@roentgan/kernels';
import type { TensorsByName } from '../backend.ts';
import { editsOf } from '../modelFile/editsOf.ts';
import type { Graph, LabelInput, LatentInput } from '../modelFile/model.ts';
import { type EditMoves, editMoves, weightsAt } from './editMoves.ts';
import { labelsOf } from './labelInfo.ts';
import type { ImageOptions, OwnOptions } from './options.ts';
import { ownOptions } from './ownOptions.ts';
import { sampleLatent } from './sampleLatent.ts';
import { checkMix, originOf } from './styleMixing.ts';

/** Values of one step of each edit and direction, by the tensor that `Edit.vector` names; of a sampler's table too. */
export type DirectionVectors = ReadonlyMap<string, Float32Array>;

function list(names: readonly string[]): string {
  return names.length > 0 ? names.map((name) => `"${name}"`).join(', ') : 'none: this model has none';
}

/**
 * The graph's inputs for a batch of seeds, in this order of effects: sample, truncate, add edits.
 * @param each labels and edits of each seed, over those of `options`
 * @throws RangeError for an unknown label or edit, a value out of range, or a model that takes images
 */
export function makeInputs(
  graph: Graph,
  vectors: DirectionVectors,
  seeds: readonly number[],
  options: ImageOptions,
  each?: readonly OwnOptions[],
): TensorsByName {
  const shared = each ? undefined : wishesOf(graph, options);
  const wishes = seeds.map((_, index) => shared ?? wishesOf(graph, ownOptions(options, each?.[index])));
  const inputs: Record<string, Tensor> = {};
  const latents = graph.inputs.filter((input) => input.kind === 'latent');
  for (const input of graph.inputs) {
    const shape = input.shape.map((size) => (size === 'N' ? seeds.length : size));
    const count = shape.slice(1).reduce((product, size) => product * size, 1);
    const data = new Float32Array(count * seeds.length);
    if (input.kind === 'image') {
      throw new RangeError(`input "${input.name}" is an image, which no seed gives: use run()`);
    }
    const origin = originOf(graph, input.name, options);
    const stream = latents.findIndex(({ name }) => name === origin.name);
    for (const [index, own] of seeds.entries()) {
      const { labels, moves } = wishes[index]!;
      if (input.kind === 'label') {
        const position = moves.positions.get(input.name);
        const values = position === undefined ? labels.get(input.name)! : weightsAt(position, count);
        data.set(values, index * count);
      } else {
        const seed = origin.seed === 'own' ? own : origin.seed;
        const latent = latents[stream]!;
        const values = sampleLatent(latent, stream, seed, count);
        truncateLatent(values, graph, latent, options);
        addMoves(values, latent.name, moves.latents, vectors);
        data.set(values, index * count);
      }
    }
    inputs[input.name] = { shape, data };
  }
  return inputs;
}

/** What a call says of one image: encoded labels, and what its edits come to. */
export interface Wishes {
  readonly labels: ReadonlyMap<string, Float32Array>;
  readonly moves: EditMoves;
}

export function wishesOf(graph: Graph, options: ImageOptions): Wishes {
  checkNames(graph, options);
  const labels = encodeLabels(graph, options);
  return { labels, moves: editMoves(graph, options, (label) => labels.get(label)!.indexOf(1)) };
}

/** What a label is: what the call states of it, or of what it is fed with. */
function labelOf(
  { truncation, mixing }: Graph,
  { name, default: initial }: LabelInput,
  options: ImageOptions,
): number | string {
  if (name === mixing?.from) return options.mix?.from ?? initial;
  const isFactor = truncation && 'label' in truncation && truncation.label === name;
  return (isFactor ? (options.truncation ?? truncation.default) : options.labels?.[name]) ?? initial;
}

function checkNames(graph: Graph, options: ImageOptions): void {
  const { labels = {}, edits = {}, truncation } = options;
  checkMix(graph, options);
  const labelNames = labelsOf(graph).map(({ name }) => name);
  for (const name of Object.keys(labels)) {
    if (!labelNames.includes(name)) {
      throw new RangeError(`label "${name}" is unknown, expected one of ${list(labelNames)}`);
    }
  }
  const known = editsOf(graph).map(({ name }) => name);
  for (const [name, amount] of Object.entries(edits)) {
    if (!known.includes(name)) {
      throw new RangeError(`edit "${name}" is unknown, expected one of ${list(known)}`);
    }
    if (typeof amount !== 'number' || !Number.isFinite(amount)) {
      throw new RangeError(`edit "${name}" is ${String(amount)}, expected a finite number`);
    }
  }
  if (truncation === undefined) return;
  if (typeof truncation !== 'number' || !(truncation >= 0 && truncation <= 1)) {
    throw new RangeError(`truncation is ${String(truncation)}, expected 0 to 1`);
  }
  if (truncation !== 1 && !graph.truncation) {
    throw new RangeError(`truncation is ${truncation}, but this model states no mean: expected 1 or nothing`);
  }
}

function encodeLabels(graph: Graph, options: ImageOptions): ReadonlyMap<string, Float32Array> {
  const labels = graph.inputs.filter((input) => input.kind === 'label');
  return new Map(
    labels.map((input) => {
      const count = input.shape.slice(1).reduce<number>((product, size) => product * (size as number), 1);
      return [input.name, encodeLabel(input, labelOf(graph, input, options), count)];
    }),
  );
}

/** An index as one-hot, a class name as its index, or a value as it is. */
export function encodeLabel(input: LabelInput, label: number | string, count: number): Float32Array {
  const values = new Float32Array(count);
  if (input.encoding === 'value') {
    const [low, high] = input.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    if (typeof label !== 'number' || !(label >= low && label <= high)) {
      throw new RangeError(
        `label "${input.name}" is ${JSON.stringify(label)}, expected a number from ${low} to ${high}`,
      );
    }
    return values.fill(label);
  }
  const index = typeof label === 'string' ? (input.names ?? []).indexOf(label) : label;
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    const names = input.names ? ` or one of ${list(input.names)}` : '';
    throw new RangeError(
      `label "${input.name}" is ${JSON.stringify(label)}, expected 0 to ${count - 1}${names}`,
    );
  }
  values[index] = 1;
  return values;
}

/** Moves values towards their mean, in place. */
export function truncateLatent(
  values: Float32Array,
  graph: Graph,
  input: LatentInput,
  { truncation = graph.truncation?.default ?? 1 }: ImageOptions,
): void {
  const towards = graph.truncation;
  if (towards && 'tensor' in towards && towards.tensor === input.name && truncation !== 1) {
    const { mean } = towards;
    values.forEach((value, at) => {
      values[at] = mean + (value - mean) * truncation;
    });
  }
}

/** Adds multiples of vectors to the values of one latent, in place. */
export function addMoves(
  values: Float32Array,
  latent: string,
  moves: EditMoves['latents'],
  vectors: DirectionVectors,
): void {
  for (const { tensor, vector, step } of moves) {
    const direction = vectors.get(vector);
    if (tensor !== latent || !direction) continue;
    values.forEach((value, at) => {
      values[at] = value + direction[at]! * step;
    });
  }
}
