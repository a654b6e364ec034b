import type { Model } from '@roentgan/gan-runtime/model-file';
import { gains, StateDict } from './stateDict.ts';

const latent = 128;
const side = 4;

/**
 * The ResNet generator of WGAN-GP (Gulrajani et al., 2017) as mimicry builds and names it: z [N,128] to [N,3,S,S], every block doubles
 * the size. For 128 x 128 its widths are 1024, 1024, 512, 256, 128, 64.
 * @param widths channels behind the stem and behind each block
 */
export function wganGpResnet(name: string, widths: readonly number[], seed = 128): Model {
  const states = new StateDict(seed);
  const [stem, ...blocks] = widths as [number, ...number[]];
  states.linear('l1', stem * side * side, latent, gains.none);
  let inputs = stem;
  blocks.forEach((outputs, index) => {
    const block = `block${index + 2}`;
    states.batchNorm(`${block}.b1`, inputs);
    states.conv2d(`${block}.c1`, outputs, inputs, 3, gains.relu, true);
    states.batchNorm(`${block}.b2`, outputs);
    // Half of a block's output comes from either way, so that the variance does not grow from block to block.
    states.conv2d(`${block}.c2`, outputs, outputs, 3, gains.relu / 2, true);
    states.conv2d(`${block}.c_sc`, outputs, inputs, 1, gains.none / 2, true);
    inputs = outputs;
  });
  states.batchNorm(`b${blocks.length + 2}`, inputs);
  states.conv2d(`c${blocks.length + 2}`, 3, inputs, 3, 0.5, true);
  return states.toModel(name, 'resnet-gan');
}
