import type { GraphOutput } from '@roentgan/gan-runtime/model-file';
import { describeOutput } from '../graph/describeOutput.ts';
import type { Activation } from '../graph/graphBuilder.ts';
import { countPerImage } from '../graph/shape.ts';
import type { ChannelsLast } from './channelsLast.ts';
import { multiplyBy } from './scalars.ts';
import type { SourceValue } from './sourceValue.ts';

const SMALLEST_PICTURE = 8;

interface SourceOutput {
  readonly name: string;
  readonly value: SourceValue;
}

/**
 * Outputs in the source's layout, under its names. A picture [N, H, W, C] or [N, F] gets the same values as [N, C, H, W]
 * beside it, which is what `generate` and `render` take: as `image`, or `<name>.picture` where that name is taken.
 */
export function describeSourceOutputs(
  layers: ChannelsLast,
  sources: readonly SourceOutput[],
): { activations: Activation[]; outputs: GraphOutput[] } {
  const { builder } = layers;
  const made = sources.map(({ name, value }) => {
    builder.hint = name;
    const held = layers.asSource(value);
    const activation = held.made ? held : layers.asSource(multiplyBy(layers, value, 1));
    return { name, value, activation };
  });
  const activations = made.map(({ activation }) => activation);
  // The sizes of [N, H, W, C] may look like a channel count by chance.
  const outputs = made.map(({ name, activation }): GraphOutput => {
    return { ...describeOutput(name, activation), channels: 'raw' };
  });
  for (const { name, value } of made) {
    builder.hint = outputs.some((output) => output.name === 'image') ? `${name}.picture` : 'image';
    const picture = pictureOf(layers, value);
    if (picture === undefined) continue;
    outputs.push(describeOutput(builder.hint, picture));
    activations.push(picture);
    break;
  }
  return { activations, outputs };
}

/** The values as [N, C, H, W] where they are a picture of 1, 3 or 4 channels. */
function pictureOf(layers: ChannelsLast, value: SourceValue): Activation | undefined {
  const [, ...sizes] = value.shape;
  if (sizes.length === 3) {
    const [height, width, channels] = sizes as [number, number, number];
    const isPicture = [1, 3, 4].includes(channels) && Math.min(height, width) >= SMALLEST_PICTURE;
    if (isPicture) return layers.channelsFirst(value);
    const isChannelsFirst = [1, 3, 4].includes(height) && Math.min(width, channels) >= SMALLEST_PICTURE;
    return isChannelsFirst ? layers.asSource(value) : undefined;
  }
  if (sizes.length !== 1) return undefined;
  const fit = [1, 3]
    .map((channels) => ({ channels, side: Math.sqrt(countPerImage(value.shape) / channels) }))
    .find(({ side }) => Number.isInteger(side) && side >= SMALLEST_PICTURE);
  return (
    fit && layers.channelsFirst(layers.reshape(value, [value.shape[0]!, fit.side, fit.side, fit.channels]))
  );
}
