import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Conversion, ConvertOptions } from '../../convert.ts';
import { refusingInOneLineLater } from '../../oneLine.ts';
import { type StoredWeight, type WeightSource, weightsByName } from '../layerWeights.ts';
import { readKeras } from '../readKeras.ts';
import { type Hdf5Group, openHdf5 } from './openHdf5.ts';

/** Reads what `model.save('model.h5')` of Keras 1 to 3 writes. Throws ModelFileError. */
export function readKerasH5(
  bytes: Uint8Array,
  fileName: string,
  { shapes = {} }: Pick<ConvertOptions, 'shapes'>,
): Promise<Conversion> {
  return refusingInOneLineLater(fileName, async () => {
    const file = await openHdf5(bytes, fileName);
    const config = file.text('model_config');
    if (config === undefined) {
      throw new ModelFileError(
        `${fileName}: holds no model_config: these are weights without a model (save_weights), or no Keras file; save the whole model with model.save('model.h5')`,
      );
    }
    const version = file.text('keras_version') ?? file.group('model_weights')?.text('keras_version') ?? '2';
    return readKeras({
      ...{ fileName, bytes: bytes.length, shapes },
      modelConfig: JSON.parse(config),
      kerasVersion: version,
      isTensorflowJs: false,
      weights: weightsIn(file.group('model_weights') ?? file),
    });
  });
}

/** A group for each outer layer, which lists the weights of all layers in it. */
function weightsIn(root: Hdf5Group): WeightSource {
  const groups = new Map<string, readonly StoredWeight[]>();
  const ofLayer = (name: string) => {
    const known = groups.get(name);
    if (known) return known;
    const group = root.group(name);
    const names = group?.texts('weight_names') ?? [];
    const weights = names.map((weight) => group?.weight(weight)).filter((weight) => weight !== undefined);
    groups.set(name, weights);
    return weights;
  };
  return {
    weightsOf(place) {
      const all = ofLayer(place.names[0]!);
      return place.names.length === 1 ? all : weightsByName(all, place);
    },
  };
}
