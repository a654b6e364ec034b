import type { ModelInfo } from '@roentgan/gan-runtime';
import { DatasetError } from '../datasetError.ts';

/** The output that is a model's image: the sampler's, or the first; undefined where there is none. */
export function imageOutput({ outputs, sampler }: Pick<ModelInfo, 'outputs' | 'sampler'>) {
  return outputs.find(
    ({ name, channels, shape }) =>
      channels !== 'raw' && shape.length === 4 && (!sampler || name === sampler.output),
  );
}

/**
 * Size and channels of a model's images.
 * @throws DatasetError for a model that makes none from seeds alone, or makes them with transparency
 */
export function imageSize({ outputs, sampler, inputs }: ModelInfo) {
  const output = imageOutput({ outputs, sampler });
  if (!output) throw new DatasetError('the model makes no images, expected one that makes them from seeds');
  const image = inputs.find(({ kind }) => kind === 'image');
  if (image) {
    throw new DatasetError(
      `the model starts from the image "${image.name}", expected one that starts from seeds`,
    );
  }
  if (output.channels === 'rgba') {
    throw new DatasetError('the model makes images with transparency, expected grey or colour');
  }
  const [, , height, width] = output.shape as number[];
  return { width: width!, height: height!, channels: output.channels === 'rgb' ? 3 : 1 } as const;
}
