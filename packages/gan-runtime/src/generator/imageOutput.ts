import type { GraphOutput } from '../modelFile/model.ts';
import type { ModelInfo } from './modelInfo.ts';

/**
 * The output that is the image: the sampler's, else the first that is one.
 * @throws RangeError where no output is an image
 */
export function imageOutput({ outputs, sampler }: Pick<ModelInfo, 'outputs' | 'sampler'>): GraphOutput {
  const output = outputs.find(
    ({ name, channels, shape }) =>
      channels !== 'raw' && shape.length === 4 && (!sampler || name === sampler.output),
  );
  if (!output) throw new RangeError('no output of this model is an image, use run() for its raw values');
  return output;
}
