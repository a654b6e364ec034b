import type { Tensor } from '@roentgan/kernels';
import { elementCount, formatShape } from '@roentgan/kernels/core';
import type { TensorsByName } from '../backend.ts';
import type { Graph } from '../modelFile/model.ts';

export { runInChunks } from './runInChunks.ts';

/**
 * Checks raw inputs against the graph; a value label may come as [N] instead of [N,1], as sources have it.
 * @throws RangeError for a missing or unknown input, or a shape that does not fit
 */
export function checkRunInputs(
  graph: Graph,
  inputs: TensorsByName,
): { readonly batch: number; readonly inputs: TensorsByName } {
  const names = graph.inputs.map(({ name }) => name);
  for (const name of Object.keys(inputs)) {
    if (!names.includes(name)) {
      throw new RangeError(
        `run: input "${name}" is unknown, expected ${names.map((known) => `"${known}"`).join(', ')}`,
      );
    }
  }
  let batch: number | undefined;
  const checked: Record<string, Tensor> = {};
  for (const { name, shape, kind } of graph.inputs) {
    const given = Object.hasOwn(inputs, name) ? inputs[name] : undefined;
    const isFlat = kind === 'label' && shape[1] === 1 && given?.shape.length === 1;
    const tensor = isFlat ? { shape: [...given.shape, 1], data: given.data } : given;
    if (!tensor) throw new RangeError(`run: input "${name}" is missing, expected ${formatShape(shape)}`);
    const fits =
      tensor.shape.length === shape.length &&
      shape.every((size, axis) => (size === 'N' ? tensor.shape[axis]! >= 1 : size === tensor.shape[axis]));
    if (!fits) {
      throw new RangeError(
        `run: input "${name}" is ${formatShape(tensor.shape)}, expected ${formatShape(shape)}`,
      );
    }
    if (tensor.data.length !== elementCount(tensor.shape)) {
      throw new RangeError(
        `run: input "${name}" has ${tensor.data.length} values, expected ${elementCount(tensor.shape)} for ${formatShape(tensor.shape)}`,
      );
    }
    batch ??= tensor.shape[0]!;
    if (tensor.shape[0] !== batch) {
      throw new RangeError(
        `run: input "${name}" has a batch of ${tensor.shape[0]}, expected ${batch} as the others`,
      );
    }
    checked[name] = tensor;
  }
  if (batch === undefined) throw new RangeError('run: this model has no inputs, expected at least one');
  return { batch, inputs: checked };
}
