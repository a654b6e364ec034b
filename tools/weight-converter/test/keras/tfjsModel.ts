import { readFileSync } from 'node:fs';
import type { Tensor } from '@roentgan/kernels';
import * as tf from '@tensorflow/tfjs';
import { makeRandom } from '../mutate.ts';

// It asks for its native backend on every import; the plain one is what we compare with.
tf.env().set('IS_TEST', true);

export interface SavedModel {
  readonly json: Record<string, unknown>;
  readonly shard: Uint8Array<ArrayBuffer>;
}

/** A model with seeded weights: near those of training, variances above 0. */
export function seeded(model: tf.LayersModel, seed: number): tf.LayersModel {
  const random = makeRandom(seed);
  for (const weight of model.weights) {
    const shape = weight.shape as number[];
    const size = shape.reduce((product, length) => product * length, 1);
    const inputs = Math.max(size / (shape.at(-1) ?? 1), 1);
    const value = (): number => {
      if (/variance/.test(weight.name)) return 0.5 + random();
      if (/gamma/.test(weight.name)) return 0.7 + 0.6 * random();
      return (random() * 2 - 1) * (shape.length > 1 ? Math.sqrt(3 / inputs) : 0.3);
    };
    weight.write(tf.tensor(Float32Array.from({ length: size }, value), shape));
  }
  return model;
}

/** What `model.save` writes. */
export async function saved(model: tf.LayersModel, weightsManifestPath = 'shard'): Promise<SavedModel> {
  let artifacts: tf.io.ModelArtifacts | undefined;
  await model.save(
    tf.io.withSaveHandler(async (given) => {
      artifacts = given;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' } };
    }),
  );
  const data = artifacts!.weightData as ArrayBuffer;
  return {
    json: {
      format: 'layers-model',
      modelTopology: artifacts!.modelTopology,
      weightsManifest: [{ paths: [weightsManifestPath], weights: artifacts!.weightSpecs }],
    },
    shard: new Uint8Array(data.slice(0)),
  };
}

/** Seeded inputs under the given names, a batch of 2, and what the model gives for them. */
export function predicted(model: tf.LayersModel, names: readonly string[], seed: number) {
  const random = makeRandom(seed);
  const inputs = Object.fromEntries(
    model.inputs.map((input, at): [string, Tensor] => {
      const shape = [2, ...(input.shape.slice(1) as number[])];
      const length = shape.reduce((product, size) => product * size, 1);
      const isIndex = input.dtype === 'int32';
      const value = () => (isIndex ? Math.floor(random() * 3) : random() * 4 - 2);
      return [names[at]!, { shape, data: Float32Array.from({ length }, value) }];
    }),
  );
  const tensors = Object.values(inputs).map(({ data, shape }) => tf.tensor(data, [...shape]));
  const results = [model.predict(tensors)].flat() as tf.Tensor[];
  const outputs = Object.fromEntries(
    results.map((result, at): [string, Tensor] => [
      model.outputNames[at]!,
      { shape: result.shape, data: result.dataSync() as Float32Array },
    ]),
  );
  return { inputs, outputs };
}

/** The model of a model.json with its shards beside it. */
export async function loadLayersModel(source: URL): Promise<tf.LayersModel> {
  const json = JSON.parse(readFileSync(source, 'utf8')) as {
    modelTopology: object;
    weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  };
  const shards = json.weightsManifest.flatMap(({ paths }) => paths);
  const bytes = Buffer.concat(shards.map((path) => readFileSync(new URL(path, source))));
  return tf.loadLayersModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      weightSpecs: json.weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(bytes).buffer,
    }),
  });
}
