import * as tf from '@tensorflow/tfjs';
import { readKeras } from '../../src/keras/readKeras.ts';
import { interpret, largestDifference } from '../interpret.ts';
import { makeRandom } from '../mutate.ts';

export interface LayerSpec {
  readonly className: string;
  readonly config?: Record<string, unknown>;
  /** Shapes of its weights by role, in order. */
  readonly weights?: Record<string, readonly number[]>;
}

/** A Sequential model of layers, and what it must give. */
export interface LayerCase {
  readonly layers: readonly LayerSpec[];
  readonly input: readonly number[];
  readonly version?: string;
  readonly expected: (x: tf.Tensor, weights: readonly Record<string, tf.Tensor>[]) => tf.Tensor;
}

export function randomTensor(shape: readonly number[], seed: number, low = -1, high = 1): tf.Tensor {
  const random = makeRandom(seed);
  const count = shape.reduce((product, size) => product * size, 1);
  return tf.tensor(
    Float32Array.from({ length: count }, () => low + random() * (high - low)),
    [...shape],
  );
}

/** Seeded weights of a layer, all above 0 so that they may be variances too. */
export function weightsOf({ weights = {} }: LayerSpec): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(weights).map(([role, shape], at) => [role, randomTensor(shape, at + 5, 0.1, 1)]),
  );
}

/** Largest difference between a Sequential Keras model of these layers and `expected`, for a batch of 2. */
export function compareLayers(
  specs: readonly LayerSpec[],
  inputShape: readonly number[],
  expected: (input: tf.Tensor, weights: readonly Record<string, tf.Tensor>[]) => tf.Tensor,
  kerasVersion = '2.10.0',
): number {
  const layers = specs.map(({ className, config }, at) => ({
    class_name: className,
    config: { name: `layer_${at}`, ...config, ...(at === 0 && { batch_input_shape: [null, ...inputShape] }) },
  }));
  const { model } = readKeras({
    fileName: 'test.h5',
    bytes: 1e6,
    modelConfig: { class_name: 'Sequential', config: { name: 'test', layers } },
    kerasVersion,
    isTensorflowJs: false,
    weights: {
      weightsOf: ({ names }) =>
        Object.entries(weightsOf(specs[Number(names.at(-1)!.split('_')[1])]!)).map(([role, tensor]) => ({
          name: `${names.at(-1)}/${role}:0`,
          shape: tensor.shape,
          read: () => tensor.dataSync() as Float32Array,
        })),
    },
    shapes: {},
  });
  const input = randomTensor([2, ...inputShape], 3, -2, 2);
  const data = input.dataSync() as Float32Array;
  const found = interpret(model, { layer_0_input: { shape: input.shape, data } });
  const wanted = expected(input, specs.map(weightsOf));
  const result = found[model.graph.outputs[0]!.name]!;
  if (result.shape.join() !== wanted.shape.join())
    throw new Error(`the layers give [${result.shape}], expected [${wanted.shape}]`);
  return largestDifference(result.data, wanted.dataSync());
}
