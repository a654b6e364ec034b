import type { Tensor } from '@roentgan/kernels';
import * as tf from '@tensorflow/tfjs';
import type { OpenSideFile } from '../src/sideFiles.ts';

export interface TfjsInput extends Tensor {
  readonly dtype?: 'float32' | 'int32';
}

/** Runs a TF.js graph model with @tensorflow/tfjs on its own CPU backend; inputs and outputs by node, in its own layout. */
export async function runTfjsGraph(
  modelJson: Uint8Array,
  open: OpenSideFile,
  inputs: Readonly<Record<string, TfjsInput>>,
  outputs: readonly string[],
): Promise<Tensor[]> {
  await tf.setBackend('cpu');
  const json = JSON.parse(new TextDecoder().decode(modelJson));
  const groups = json.weightsManifest as { paths: string[]; weights: [] }[];
  const shards = await Promise.all(groups.flatMap(({ paths }) => paths.map(async (path) => open(path))));
  const model = await tf.loadGraphModel({
    load: async () => ({
      modelTopology: json.modelTopology,
      format: 'graph-model',
      ...(json.signature && { signature: json.signature }),
      weightSpecs: groups.flatMap(({ weights }) => weights),
      weightData: Uint8Array.from(shards.flatMap((shard) => [...shard])).buffer,
    }),
  });
  const given = Object.fromEntries(
    Object.entries(inputs).map(([name, { shape, data, dtype = 'float32' }]) => [
      name,
      tf.tensor(data, [...shape], dtype),
    ]),
  );
  const results = model.execute(given, [...outputs]);
  return [results]
    .flat()
    .map((tensor) => ({ shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) }));
}
