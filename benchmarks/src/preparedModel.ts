import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import {
  type Model,
  parseHeader,
  readModel,
  scaleName,
  tensorFromFloat32,
  tensorToFloat32,
  writeModel,
} from '@roentgan/gan-runtime/model-file';
import { writeOnnx } from '@roentgan/weight-converter';
import { benchmarksFolder } from './builtFolder.ts';
import type { ModelToLoad } from './contenderCommands.ts';
import { channelsFirst } from './jax/channelsFirst.ts';
import { layerWork } from './layerWork.ts';
import type { ModelName } from './modelNames.ts';
import { seededModel } from './models/seededModel.ts';
import type { LayerWork } from './results.ts';
import { channelsLast } from './tfjs/channelsLast.ts';

export interface PreparedModel {
  readonly name: string;
  readonly page: ModelToLoad;
  readonly parameters: number;
  /** Of Roentgan's plan. */
  readonly layers: readonly LayerWork[];
  /** What the server hands out, by path. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
}

const kneeFile = join(benchmarksFolder, '../models/knee.safetensors');

/** The benchmark's own models. */
export function builtInModel(name: ModelName): PreparedModel {
  return prepareModel(name, name === 'knee' ? readFile(kneeFile) : seededModel(name));
}

export function modelFromFile(path: string): PreparedModel {
  return prepareModel(basename(path, '.safetensors'), readFile(path));
}

/** One model in each contender's own format, from the same weights. */
export function prepareModel(name: string, model: Model): PreparedModel {
  const { graph, tensors } = model;
  if (graph.outputs.length !== 1) {
    throw new RangeError(`${name}: has ${graph.outputs.length} outputs, the benchmark expects 1`);
  }
  const last = channelsLast(model);
  const first = channelsFirst(model);
  const file = writeModel(model);
  const path = `/models/${encodeURIComponent(name)}`;
  const counts = [...tensors.values()].map(({ shape }) => shape.reduce((product, size) => product * size, 1));
  return {
    name,
    parameters: counts.reduce((sum, count) => sum + count, 0),
    layers: layerWork(parseHeader(file, file.length, name)),
    page: { url: path, inputs: graph.inputs, channels: Number(graph.outputs[0]!.shape[1]) },
    files: new Map<string, Uint8Array | string>([
      [`${path}.safetensors`, file],
      [`${path}.onnx`, writeOnnx(inFloat32(model))],
      [`${path}.channels-last.json`, JSON.stringify(last.description)],
      [`${path}.channels-last.bin`, last.weights],
      [`${path}.channels-first.json`, JSON.stringify(first.description)],
      [`${path}.channels-first.bin`, first.weights],
    ]),
  };
}

/** The same values, stored as the peers' models usually are. */
function inFloat32({ graph, tensors }: Model): Model {
  const widened = [...tensors].map(([name, tensor]) => {
    const values = tensorToFloat32(tensor, tensors.get(scaleName(name)));
    return [name, tensorFromFloat32(values, tensor.shape)] as const;
  });
  return { graph, tensors: new Map(widened) };
}

function readFile(path: string): Model {
  if (!existsSync(path)) throw new Error(`${path} is missing, expected a model file`);
  return readModel(readFileSync(path), path);
}
