import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion, ConvertOptions } from '../convert.ts';
import { isObject } from '../keras/config.ts';
import { weightsByName } from '../keras/layerWeights.ts';
import { readKeras } from '../keras/readKeras.ts';
import { refusingInOneLine } from '../oneLine.ts';
import { decodeWeights, type StoredWeight } from '../tfjsWeights/decodeWeights.ts';

/**
 * Reads a TensorFlow.js layers model: a Keras configuration in model.json, weights in the shards that it names. Throws
 * ModelFileError.
 */
export async function readTfjsLayers(
  bytes: Uint8Array,
  fileName: string,
  { shapes = {}, openSideFile }: Pick<ConvertOptions, 'shapes' | 'openSideFile'>,
): Promise<Conversion> {
  const { topology, manifest } = refusingInOneLine(fileName, () => parse(bytes, fileName));
  const weights = await decodeWeights(manifest, openSideFile, fileName).catch((error: unknown) =>
    refusingInOneLine<Map<string, StoredWeight>>(fileName, () => {
      throw error;
    }),
  );
  const all = [...weights.values()];
  const stored = all.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
  return refusingInOneLine(fileName, () =>
    readKeras({
      fileName,
      bytes: bytes.length + 4 * stored,
      modelConfig: topology.model_config ?? topology,
      kerasVersion: topology.keras_version,
      isTensorflowJs: true,
      weights: { weightsOf: (place) => weightsByName(all, place) },
      shapes,
    }),
  );
}

function parse(bytes: Uint8Array, fileName: string) {
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  const topology = isObject(json) ? json.modelTopology : undefined;
  if (!isObject(json) || !isObject(topology))
    throw new ModelFileError(`${fileName}: has no modelTopology, expected model.json of a layers model`);
  if (json.weightsManifest === undefined)
    throw new ModelFileError(
      `${fileName}: has no weightsManifest, expected the model.json that names its shards`,
    );
  return { topology, manifest: json.weightsManifest };
}
