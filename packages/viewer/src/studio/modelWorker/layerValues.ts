import { type Generator, loadGenerator, type TensorsByName } from '@roentgan/gan-runtime';
import { type Model, writeModel } from '@roentgan/gan-runtime/model-file';
import { classifierInput, readImage, toInputTensor } from '@roentgan/measurer';
import { layerTiles } from './layerTiles.ts';
import type { LayerPicture, LayerRequest, PictureSource } from './messages.ts';
import { modelUpTo } from './modelUpTo.ts';

interface Values extends Pick<LayerPicture, 'backend' | 'adapter' | 'shape'> {
  readonly data: Float32Array;
}

/** Runs models up to one of their layers; the values of the last request stay, for its other tiles. */
export function layerReader(
  model: Model,
): (request: LayerRequest, signal: AbortSignal) => Promise<LayerPicture> {
  let last: { readonly key: string; readonly values: Values } | undefined;
  return async (request, signal) => {
    const { node, source, runsOn } = request;
    const key = source.kind === 'seed' ? JSON.stringify([node, source, runsOn]) : '';
    if (key === '' || last?.key !== key) {
      last = undefined;
      last = { key, values: await valuesOf(model, request, signal) };
    }
    const { data, shape, backend, adapter } = last.values;
    return { ...layerTiles(data, shape, request), backend, adapter };
  };
}

async function valuesOf(
  model: Model,
  { node, source, runsOn }: LayerRequest,
  signal: AbortSignal,
): Promise<Values> {
  const generator = await loadGenerator(writeModel(modelUpTo(model, node)), { ...runsOn, signal });
  try {
    const outputs = await generator.run(await inputsFor(generator, source), { signal });
    const { data, shape } = Object.values(outputs)[0]!;
    return { data, shape, backend: generator.backend, adapter: generator.adapter };
  } finally {
    generator.dispose();
  }
}

async function inputsFor(generator: Generator, source: PictureSource): Promise<TensorsByName> {
  if (source.kind === 'seed') return generator.inputsOf(source.options);
  const { graph, name } = generator.model;
  const input = classifierInput(graph, `model "${name}"`);
  const picture =
    source.kind === 'picture'
      ? source.picture
      : await readImage(new Uint8Array(await source.file.arrayBuffer()), source.file.name);
  return { [input.name]: toInputTensor(picture, input) };
}
