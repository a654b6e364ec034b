import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion, ConvertOptions } from '../../convert.ts';
import { refusingInOneLineLater } from '../../oneLine.ts';
import { readZip } from '../../pytorch/zip.ts';
import { isObject } from '../config.ts';
import { type Hdf5Group, openHdf5 } from '../h5/openHdf5.ts';
import type { LayerPlace } from '../kerasModel.ts';
import type { StoredWeight } from '../layerWeights.ts';
import { readKeras } from '../readKeras.ts';

const WEIGHTS = 'model.weights.h5';

/** Reads a `.keras` file: a zip of config.json and model.weights.h5. Throws ModelFileError. */
export function readKerasV3(
  bytes: Uint8Array,
  fileName: string,
  { shapes = {} }: Pick<ConvertOptions, 'shapes'>,
): Promise<Conversion> {
  return refusingInOneLineLater(fileName, async () => {
    const files = readZip(bytes, fileName);
    const config = files['config.json'];
    const weights = files[WEIGHTS];
    if (!config || !weights) {
      const found = Object.keys(files).join(', ').slice(0, 200);
      throw new ModelFileError(
        `${fileName}: holds ${found || 'nothing'}, expected config.json and ${WEIGHTS}`,
      );
    }
    const root = await openHdf5(weights, `${fileName}: ${WEIGHTS}`);
    const metadata: unknown = files['metadata.json'] ? parse(files['metadata.json']) : {};
    const version = isObject(metadata) ? metadata.keras_version : undefined;
    return readKeras({
      ...{ fileName, bytes: bytes.length, shapes },
      modelConfig: parse(config),
      kerasVersion: version ?? 3,
      isTensorflowJs: false,
      weights: { weightsOf: (place) => weightsOf(root, place) },
    });
  });
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

/** Weights are numbered in `vars`, in folders that are named after the layers' classes; by name in some versions. */
function weightsOf(root: Hdf5Group, { folders, names }: LayerPlace): StoredWeight[] {
  const roots = ['layers', '_layer_checkpoint_dependencies'];
  const paths = [folders, names].flatMap((parts) =>
    roots.map((layers) => parts.map((part) => `${layers}/${part}`).join('/')),
  );
  // A wrapper such as SpectralNormalization keeps what the layer in it uses there.
  const found = paths.flatMap((path) => [`${path}/layer/vars`, `${path}/vars`]);
  for (const path of found) {
    const vars = root.group(path);
    if (!vars) continue;
    const numbers = vars.names().toSorted((a, b) => Number(a) - Number(b));
    const weights = numbers.map((name) => vars.weight(name)).filter((weight) => weight !== undefined);
    if (weights.length > 0) return weights;
  }
  return [];
}
