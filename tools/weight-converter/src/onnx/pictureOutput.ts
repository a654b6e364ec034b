import type { Activation, GraphBuilder } from '../graph/graphBuilder.ts';
import { countPerImage } from '../graph/shape.ts';

/**
 * Fully connected generators give `[N,784]` and some exports `[N,H,W,3]`. Such an output stays as it is for `run`; beside
 * it goes the same picture as `[N,C,H,W]`, for `generate`. Undefined where the values are no picture.
 */
export function pictureOf(builder: GraphBuilder, value: Activation): Activation | undefined {
  const [, ...sizes] = value.shape;
  if (sizes.length === 1) {
    const side = [1, 3].map((channels) => ({
      channels,
      side: Math.sqrt(countPerImage(value.shape) / channels),
    }));
    const fit = side.find((candidate) => Number.isInteger(candidate.side) && candidate.side >= 8);
    return (
      fit &&
      builder.add('reshape', [value], { attributes: { shape: ['N', fit.channels, fit.side, fit.side] } })
    );
  }
  const [height = 0, width = 0, channels = 0] = sizes;
  const isChannelsLast = sizes.length === 3 && [1, 3, 4].includes(channels) && Math.min(height, width) >= 8;
  return isChannelsLast ? builder.add('permute', [value], { attributes: { dims: [0, 3, 1, 2] } }) : undefined;
}
