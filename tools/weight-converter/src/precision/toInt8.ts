import {
  type Model,
  ModelFileError,
  scaleName,
  tensorToFloat32,
  type WeightTensor,
} from '@roentgan/gan-runtime/model-file';
import { matrixWeights, otherTensors } from './matrixWeights.ts';
import { quantise } from './quantise.ts';

const LEAST_VALUES = 4;

/**
 * Stores the weights of convolutions and linear layers as int8 with a scale for each output channel; biases, statistics and
 * constants stay as they are, and so does a weight that layers of both kinds share or that is another layer's constant.
 * A weight with fewer than four values for each scale stays too: it saves next to nothing, and the frequencies of a diffusion model's
 * time are such a one, whose smaller parts int8 would lose.
 */
export function toInt8({ graph, tensors }: Model, fileName: string): Model {
  const axes = matrixWeights(graph);
  const others = otherTensors(graph);
  const names = new Set(tensors.keys());
  const renamed = new Map<string, string>();
  const stored = [...tensors].flatMap(([name, tensor]): [string, WeightTensor][] => {
    const [axis, ...more] = axes.get(name) ?? [];
    if (axis === undefined || more.length > 0 || others.has(name) || tensor.dtype === 'I8')
      return [[name, tensor]];
    const count = tensor.shape.reduce((product, size) => product * size, 1);
    if (count / tensor.shape[axis]! < LEAST_VALUES) return [[name, tensor]];
    const values = tensorToFloat32(tensor);
    const beyond = values.find((value) => !Number.isFinite(value));
    if (beyond !== undefined)
      throw new ModelFileError(`${fileName}: tensor "${name}" holds ${beyond}, which int8 cannot say`);
    const quantised = quantise(values, tensor.shape, axis);
    const own = freeName(name, names);
    if (own !== name) renamed.set(name, own);
    return [
      [own, quantised.tensor],
      [scaleName(own), quantised.scale],
    ];
  });
  const nodes = graph.nodes.map((node) => ({
    ...node,
    weights: Object.fromEntries(
      Object.entries(node.weights).map(([role, name]) => [role, renamed.get(name) ?? name]),
    ),
  }));
  return { graph: renamed.size > 0 ? { ...graph, nodes } : graph, tensors: new Map(stored) };
}

/** A name whose scale's name no tensor has yet. */
function freeName(name: string, names: Set<string>): string {
  let own = name;
  for (let copy = 1; names.has(scaleName(own)) || (own !== name && names.has(own)); copy++)
    own = `${name}.int8${copy > 1 ? `.${copy}` : ''}`;
  names.add(own).add(scaleName(own));
  return own;
}
