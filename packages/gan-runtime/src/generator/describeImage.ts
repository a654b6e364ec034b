import type { Tensor } from '@roentgan/kernels';
import { channelsLast } from '../image/channelsLast.ts';
import type { GraphOutput } from '../modelFile/model.ts';
import type { SamplerSettings } from '../sampler/samplerSettings.ts';
import { GeneratedImage } from './generatedImage.ts';
import type { ModelInfo } from './modelInfo.ts';
import type { ImageOptions } from './options.ts';

const channelCounts = { grey: 1, rgb: 3, rgba: 4 } as const;

/** Image `index` of a batch with all that it says of how it was made. */
export function describeImage(
  tensor: Tensor,
  index: number,
  output: GraphOutput,
  model: ModelInfo,
  seed: number,
  options: ImageOptions,
  sampling: SamplerSettings | undefined,
): GeneratedImage {
  const [, , height, width] = tensor.shape as [number, number, number, number];
  const channels = channelCounts[output.channels as keyof typeof channelCounts];
  const { name, provenance } = model;
  const { labels, edits, truncation, mix, towards } = options;
  const defaults = model.labels.map((input) => [input.name, input.default]);
  return new GeneratedImage({ width, height, channels }, channelsLast(tensor, index), output.range, {
    creatorTool: 'Roentgan',
    seed,
    labels: { ...Object.fromEntries(defaults), ...labels },
    ...(edits ? { edits } : {}),
    ...(truncation === undefined ? {} : { truncation }),
    ...(mix ? { mix: { seed: mix.seed, from: mix.from } } : {}),
    ...(towards ? { towards: { ...towards, how: towards.how ?? 'slerp' } } : {}),
    ...(sampling ? { sampler: sampling.kind, steps: sampling.steps } : {}),
    ...(sampling && model.sampler?.guidance ? { guidance: sampling.guidance } : {}),
    ...(name ? { modelName: name } : {}),
    ...(provenance.attribution ? { attribution: provenance.attribution } : {}),
    ...(provenance.licence ? { licence: provenance.licence } : {}),
  });
}
