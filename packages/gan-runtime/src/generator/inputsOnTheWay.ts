import { elementCount } from '@roentgan/kernels/core';
import type { TensorsByName } from '../backend.ts';
import { interpolateLatent } from '../latent/interpolateLatent.ts';
import { editsOf } from '../modelFile/editsOf.ts';
import type { Graph, LabelInput, LatentInput } from '../modelFile/model.ts';
import { type EditMoves, weightsAt } from './editMoves.ts';
import { classesOf } from './labelInfo.ts';
import {
  addMoves,
  type DirectionVectors,
  makeInputs,
  truncateLatent,
  type Wishes,
  wishesOf,
} from './makeInputs.ts';
import type { ImageOptions, OwnOptions } from './options.ts';
import { ownOptions } from './ownOptions.ts';
import { joinImages } from './runInChunks.ts';
import { sampleLatent } from './sampleLatent.ts';
import { originOf } from './styleMixing.ts';
import { checkTowards, type Towards } from './towards.ts';

/**
 * As `makeInputs`, for images of which some are on the way to another seed's. The order of effects: sample, interpolate, truncate, add
 * the edits of both ends, each by its share.
 * @throws RangeError as `makeInputs`, and for a share that is none
 */
export function inputsOnTheWay(
  graph: Graph,
  vectors: DirectionVectors,
  seeds: readonly number[],
  options: ImageOptions,
  each?: readonly OwnOptions[],
): TensorsByName {
  const images = seeds.map((seed, index) => {
    const own = ownOptions(options, each?.[index]);
    return own.towards
      ? inputsBetween(graph, vectors, seed, own, own.towards)
      : makeInputs(graph, vectors, [seed], own);
  });
  return Object.fromEntries(
    graph.inputs.map(({ name }) => [name, joinImages(images.map((inputs) => inputs[name]!))]),
  );
}

function inputsBetween(
  graph: Graph,
  vectors: DirectionVectors,
  seed: number,
  options: ImageOptions,
  towards: Towards,
): TensorsByName {
  checkTowards(towards);
  const start = wishesOf(graph, options);
  const end = wishesOf(graph, ownOptions(options, towards));
  const { share, how = 'slerp' } = towards;
  const moves = movesBetween(start.moves, end.moves, share);
  if (graph.inputs.some(({ kind }) => kind === 'image')) return makeInputs(graph, vectors, [seed], options); // which refuses them
  const inputs: Record<string, TensorsByName[string]> = {};
  const latents = graph.inputs.filter((input) => input.kind === 'latent');
  for (const input of graph.inputs) {
    const shape = input.shape.map((size) => (size === 'N' ? 1 : size));
    if (input.kind === 'label') {
      inputs[input.name] = { shape, data: labelBetween(graph, input, start, end, share) };
    } else if (input.kind === 'latent') {
      const origin = originOf(graph, input.name, options);
      const stream = latents.findIndex(({ name }) => name === origin.name);
      const latent = latents[stream]! as LatentInput;
      // A second latent of style mixing that the call states is the same at both ends.
      const ends = origin.seed === 'own' ? [seed, towards.seed] : [origin.seed, origin.seed];
      const [from, to] = ends.map((own) => sampleLatent(latent, stream, own, elementCount(shape)));
      // Uniform values have no length to keep: between two of them every mean is as likely.
      const values = interpolateLatent(from!, to!, share, latent.distribution === 'normal' ? how : 'linear');
      truncateLatent(values, graph, latent, options);
      addMoves(values, latent.name, moves, vectors);
      inputs[input.name] = { shape, data: values };
    }
  }
  return inputs;
}

/** The steps of both ends, each by its share; one sum for each vector. */
function movesBetween(start: EditMoves, end: EditMoves, share: number): EditMoves['latents'] {
  const merged = new Map<string, EditMoves['latents'][number]>();
  for (const [{ latents }, part] of [
    [start, 1 - share],
    [end, share],
  ] as const) {
    for (const move of latents) {
      const step = (merged.get(move.vector)?.step ?? 0) + part * move.step;
      merged.set(move.vector, { ...move, step });
    }
  }
  return [...merged.values()];
}

/**
 * Classes that an edit moves along are in an order, and the way goes through those between; others are mixed by their share. A number
 * goes evenly, but the row of a table cannot be between two: it changes at the middle.
 */
function labelBetween(
  graph: Graph,
  input: LabelInput,
  start: Wishes,
  end: Wishes,
  share: number,
): Float32Array<ArrayBuffer> {
  const [from, to] = [start, end].map(({ labels }) => labels.get(input.name)!) as [
    Float32Array,
    Float32Array,
  ];
  if (input.encoding === 'value') {
    const isRow = classesOf(graph, input) > 0;
    return interpolateLatent(from, to, isRow ? Math.round(share) : share, 'linear');
  }
  if (!editsOf(graph).some(({ label }) => label?.tensor === input.name))
    return interpolateLatent(from, to, share, 'linear');
  const [first, last] = [start, end].map(
    ({ labels, moves }) => moves.positions.get(input.name) ?? labels.get(input.name)!.indexOf(1),
  ) as [number, number];
  return weightsAt(first * (1 - share) + last * share, from.length);
}
