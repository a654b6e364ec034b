import type { Model } from '@roentgan/gan-runtime/model-file';
import { resolveNode, scaleName, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';
import { referenceOf, type Tensor } from '@roentgan/kernels';

/** Runs a converted model node by node on the kernels' references; inputs by name, outputs by name. */
export function interpret(model: Model, inputs: Record<string, Tensor>): Record<string, Tensor> {
  const values = new Map(Object.entries(inputs));
  const weights = new Map(
    [...model.tensors].map(([name, tensor]) => [
      name,
      { shape: tensor.shape, data: tensorToFloat32(tensor, model.tensors.get(scaleName(name))) },
    ]),
  );
  const shapesOf = (tensors: Map<string, Tensor>) =>
    new Map([...tensors].map(([name, { shape }]) => [name, shape]));
  for (const node of model.graph.nodes) {
    const { operation, call } = resolveNode(node, shapesOf(values), shapesOf(weights));
    const result = referenceOf(operation)(
      node.inputs.map((name) => values.get(name)!),
      Object.fromEntries(Object.entries(node.weights).map(([role, name]) => [role, weights.get(name)!])),
      call.attributes,
      call.output,
    );
    values.set(node.output, result);
  }
  return Object.fromEntries(
    model.graph.outputs.map(({ name, tensor }) => [name, values.get(tensor ?? name)!]),
  );
}

/** Largest absolute difference; NaN counts as infinite. */
export function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let largest = a.length === b.length ? 0 : Number.POSITIVE_INFINITY;
  for (let at = 0; at < a.length; at++) {
    const difference = Math.abs(a[at]! - b[at]!);
    largest =
      difference <= largest ? largest : Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference;
  }
  return largest;
}
