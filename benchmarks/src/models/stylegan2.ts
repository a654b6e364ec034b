import type { Model } from '@roentgan/gan-runtime/model-file';
import { StateDict } from './stateDict.ts';

/** What stylegan2-ada-pytorch stores the mapping network's weights divided by. */
const mappingRate = 0.01;
const mappingLayers = 8;
const firstSide = 4;

/**
 * A generator of StyleGAN2's shape (Karras et al., 2020) as stylegan2-ada-pytorch builds and names it; `widths` are the channels at 4 x 4,
 * 8 x 8 and so on. Configuration F at 256 x 256: 512 up to 64 x 64, then 256 and 128.
 */
export function stylegan2(name: string, latent: number, widths: readonly number[], seed = 2): Model {
  const states = new StateDict(seed);
  for (let layer = 0; layer < mappingLayers; layer++) {
    states.normal(`mapping.fc${layer}.weight`, [latent, latent], 1 / mappingRate);
    states.normal(`mapping.fc${layer}.bias`, [latent], 0.1 / mappingRate);
  }
  states.normal('mapping.w_avg', [latent], 0.1);
  states.normal(`synthesis.b${firstSide}.const`, [widths[0]!, firstSide, firstSide], 1);
  widths.forEach((channels, index) => {
    const prefix = `synthesis.b${firstSide * 2 ** index}`;
    const before = widths[index - 1] ?? channels;
    // Weights are stored at unit variance and scaled where they are used; a layer's style is near 1.
    const convolution = (
      part: string,
      outputs: number,
      inputs: number,
      kernel: number,
      deviation: number,
    ) => {
      states.normal(`${prefix}.${part}.weight`, [outputs, inputs, kernel, kernel], deviation);
      states.normal(`${prefix}.${part}.bias`, [outputs], 0.1);
      states.normal(`${prefix}.${part}.affine.weight`, [inputs, latent], 0.3);
      states.normal(`${prefix}.${part}.affine.bias`, [inputs], 0.1, 1);
    };
    for (const [part, inputs] of index === 0
      ? [['conv1', channels] as const]
      : [['conv0', before] as const, ['conv1', channels] as const]) {
      convolution(part, channels, inputs, 3, 1);
      states.normal(`${prefix}.${part}.noise_strength`, [], 0.1);
    }
    // Images of all sizes are added up.
    convolution('torgb', 3, channels, 1, 0.2);
  });
  return states.toModel(name, 'stylegan2');
}
