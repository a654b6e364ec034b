import { constant } from './computedWeights.ts';
import type { LayerList } from './layerList.ts';

/** `x / sqrt(mean(x^2) + eps)` of `[N, size]` (Karras et al., Progressive Growing of GANs, 2018, section 4.2). */
export function normaliseVector(
  list: LayerList,
  input: string,
  size: number,
  name: string,
  eps: number,
): string {
  const squares = list.add('square', `${name}.square`, [input]);
  const mean = list.add('linear', `${name}.mean`, [squares], {
    weights: {
      weight: constant(`${name}.mean.weight`, [1, size], new Float32Array(size).fill(1 / size)),
      bias: constant(`${name}.mean.bias`, [1], [eps]),
    },
  });
  const factor = list.add('rsqrt', `${name}.rsqrt`, [mean]);
  return list.add('multiply', name, [input, factor]);
}

/** The same over the channels of each position of `[N, channels, height, width]`. */
export function normalisePixels(
  list: LayerList,
  input: string,
  channels: number,
  name: string,
  eps: number,
): string {
  const squares = list.add('square', `${name}.square`, [input]);
  const mean = list.add('conv2d', `${name}.mean`, [squares], {
    weights: {
      weight: constant(
        `${name}.mean.weight`,
        [1, channels, 1, 1],
        new Float32Array(channels).fill(1 / channels),
      ),
      bias: constant(`${name}.mean.bias`, [1], [eps]),
    },
  });
  const factor = list.add('rsqrt', `${name}.rsqrt`, [mean]);
  return list.add('multiply', name, [input, factor]);
}
