import {
  type Model,
  ModelFileError,
  tensorFromFloat32,
  tensorToFloat32,
  type WeightTensor,
} from '@roentgan/gan-runtime/model-file';

const LARGEST_HALF = 65504;
const matrixOps = new Set(['conv2d', 'convTranspose2d', 'linear']);

/** Stores the weights of convolutions and linear layers as f16; biases, statistics and constants stay f32. */
export function toHalf(model: Model, fileName: string): Model {
  const halved = new Set(
    model.graph.nodes.flatMap(({ op, weights }) => (matrixOps.has(op) ? [weights.weight] : [])),
  );
  const tensors = [...model.tensors].map(([name, tensor]): [string, WeightTensor] => {
    if (!halved.has(name)) return [name, tensor];
    const values = tensorToFloat32(tensor);
    const beyond = values.find((value) => !(Math.abs(value) <= LARGEST_HALF));
    if (beyond !== undefined) {
      throw new ModelFileError(
        `${fileName}: tensor "${name}" holds ${beyond}, f16 ends at ${LARGEST_HALF}; convert with --dtype f32`,
      );
    }
    return [name, tensorFromFloat32(values, tensor.shape, 'F16')];
  });
  return { graph: model.graph, tensors: new Map(tensors) };
}
