import { ModelFileError } from '../errors.ts';
import { editsOf } from './editsOf.ts';
import type { Edit, Graph } from './model.ts';
import type { TensorInfo } from './tensorTable.ts';

/** Whether the vectors of edits and directions are there and fit. Throws `ModelFileError`. */
export function checkEdits(graph: Graph, tensors: ReadonlyMap<string, TensorInfo>): void {
  for (const edit of editsOf(graph)) checkEdit(edit, graph, tensors);
}

/** An edit's vector, if it has one, has one value for each of its latent's. */
function checkEdit(edit: Edit, graph: Graph, tensors: ReadonlyMap<string, TensorInfo>): void {
  if (edit.vector === undefined) return;
  const where = `edit "${edit.name}": vector "${edit.vector}"`;
  const vector = tensors.get(edit.vector);
  if (vector === undefined) throw new ModelFileError(`${where} is missing, expected a tensor of the file`);
  const latent = graph.inputs.find((input) => input.name === edit.tensor)!;
  const expected = (latent.shape.slice(1) as number[]).reduce((product, size) => product * size, 1);
  const found = vector.shape.reduce((product, size) => product * size, 1);
  if (found !== expected || vector.dtype === 'I8') {
    throw new ModelFileError(
      `${where} is ${vector.dtype} [${vector.shape}], expected F32 or F16 with ${expected} values`,
    );
  }
}
