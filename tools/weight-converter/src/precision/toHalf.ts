import {
  type Model,
  ModelFileError,
  tensorFromFloat32,
  tensorToFloat32,
  type WeightTensor,
} from '@roentgan/gan-runtime/model-file';
import { matrixWeights } from './matrixWeights.ts';

const LARGEST_HALF = 65504;

/** Stores the weights of convolutions and linear layers as f16; biases, statistics and constants stay f32, int8 stays int8. */
export function toHalf(model: Model, fileName: string): Model {
  const halved = matrixWeights(model.graph);
  const tensors = [...model.tensors].map(([name, tensor]): [string, WeightTensor] => {
    if (!halved.has(name) || tensor.dtype === 'I8') return [name, tensor];
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
