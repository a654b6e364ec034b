import { type Edit, type Model, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import type { EditedLatent } from './latentInput.ts';

/** An edit before it is part of a model: its vector, one step, is still an array. */
export interface DraftEdit extends Omit<Edit, 'tensor' | 'vector'> {
  readonly vector?: Float32Array;
}

/** The model with these edits in place of its own; their vectors are tensors `edits.0`, `edits.1`, ... */
export function withEdits(model: Model, latent: EditedLatent, drafts: readonly DraftEdit[]): Model {
  const { edits: _, ...graph } = model.graph;
  const kept = new Set([
    ...graph.nodes.flatMap(({ weights }) => Object.values(weights)),
    ...(graph.directions ?? []).map(({ vector }) => vector),
  ]);
  const dropped = new Set((model.graph.edits ?? []).map(({ vector }) => vector));
  const tensors = new Map([...model.tensors].filter(([name]) => !dropped.has(name) || kept.has(name)));
  const edits = drafts.map(({ vector, ...draft }, at): Edit => {
    if (!vector) return draft;
    let name = `edits.${at}`;
    while (tensors.has(name)) name += '.latent';
    tensors.set(name, tensorFromFloat32(vector, latent.shape));
    const { name: title, ...rest } = draft;
    return { name: title, tensor: latent.input.name, vector: name, ...rest };
  });
  return { graph: { ...graph, edits }, tensors };
}
