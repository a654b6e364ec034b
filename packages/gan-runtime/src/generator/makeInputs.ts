import type { Tensor } from '@roentgan/kernels';
import type { TensorsByName } from '../backend.ts';
import { normalLatent, uniformLatent } from '../latent/latent.ts';
import type { Edit, Graph, LabelInput, LatentInput } from '../modelFile/model.ts';
import type { ImageOptions } from './options.ts';

/** Values of one unit of each edit and direction, by the tensor that `Edit.vector` names. */
export type DirectionVectors = ReadonlyMap<string, Float32Array>;

function list(names: readonly string[]): string {
  return names.length > 0 ? names.map((name) => `"${name}"`).join(', ') : 'none: this model has none';
}

/**
 * The graph's inputs for a batch of seeds, in this order of effects: sample, truncate, add edits.
 * @throws RangeError for an unknown label or edit, a value out of range, or a model that takes images
 */
export function makeInputs(
  graph: Graph,
  vectors: DirectionVectors,
  seeds: readonly number[],
  options: ImageOptions,
): TensorsByName {
  checkNames(graph, options);
  const inputs: Record<string, Tensor> = {};
  let stream = 0;
  for (const input of graph.inputs) {
    const shape = input.shape.map((size) => (size === 'N' ? seeds.length : size));
    const count = shape.slice(1).reduce((product, size) => product * size, 1);
    const data = new Float32Array(count * seeds.length);
    if (input.kind === 'image') {
      throw new RangeError(
        `generate: input "${input.name}" is an image, use run() for image-to-image models`,
      );
    }
    const latentStream = stream;
    if (input.kind === 'latent') stream++;
    for (const [index, seed] of seeds.entries()) {
      const values =
        input.kind === 'label'
          ? encodeLabel(input, options.labels?.[input.name] ?? input.default, count)
          : sampleLatent(graph, input, vectors, latentStream, seed, count, options);
      data.set(values, index * count);
    }
    inputs[input.name] = { shape, data };
  }
  return inputs;
}

function checkNames(graph: Graph, { labels = {}, edits = {}, truncation }: ImageOptions): void {
  const labelNames = graph.inputs.flatMap((input) => (input.kind === 'label' ? [input.name] : []));
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

/** Named edits first, then unnamed directions. */
export function editsOf(graph: Graph): readonly Edit[] {
  return [...(graph.edits ?? []), ...(graph.directions ?? [])];
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

function sampleLatent(
  graph: Graph,
  input: LatentInput,
  vectors: DirectionVectors,
  stream: number,
  seed: number,
  count: number,
  { truncation = graph.truncation?.default ?? 1, edits = {} }: ImageOptions,
): Float32Array {
  const [low, high] = input.range ?? [-1, 1];
  const values =
    input.distribution === 'normal'
      ? normalLatent(seed, stream, count)
      : uniformLatent(seed, stream, count, low, high);
  if (graph.truncation?.tensor === input.name && truncation !== 1) {
    const { mean } = graph.truncation;
    values.forEach((value, at) => {
      values[at] = mean + (value - mean) * truncation;
    });
  }
  for (const edit of editsOf(graph)) {
    const amount = edits[edit.name] ?? 0;
    const vector = vectors.get(edit.vector);
    if (edit.tensor !== input.name || amount === 0 || !vector) continue;
    values.forEach((value, at) => {
      values[at] = value + vector[at]! * amount;
    });
  }
  return values;
}
