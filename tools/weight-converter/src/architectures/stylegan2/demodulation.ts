import type { ComputedWeight } from '../architecture.ts';
import { constant } from '../computedWeights.ts';
import type { LayerList } from '../layerList.ts';
import type { StyledConvolution } from './parts.ts';

/** `sqrt(2) / sqrt(sum((style * weight)^2) + eps)` for each output channel, [N, channels, 1, 1]. */
export function addDemodulation(
  list: LayerList,
  { name, channels, inputs, kernel, weight, weightScale, eps }: StyledConvolution,
  style: string,
): string {
  const area = kernel * kernel;
  const squares: ComputedWeight = {
    name: `${name}.demodulation.weight`,
    from: [weight],
    shape: [channels, inputs],
    compute: ({ data }) =>
      Float32Array.from({ length: channels * inputs }, (_, at) => {
        const taps = data.subarray(at * area, (at + 1) * area);
        return 0.5 * taps.reduce((sum, value) => sum + (value * weightScale) ** 2, 0);
      }),
  };
  const bias = constant(`${name}.demodulation.bias`, [channels], new Float32Array(channels).fill(eps / 2));
  const square = list.add('square', `${name}.style.square`, [style]);
  const sum = list.add('linear', `${name}.demodulation.sum`, [square], {
    weights: { weight: squares, bias },
  });
  const factor = list.add('rsqrt', `${name}.demodulation`, [sum]);
  return list.reshape(`${name}.demodulation.column`, factor, channels, 1, 1);
}
