import type { Model } from '@roentgan/gan-runtime/model-file';
import { gains, StateDict } from './stateDict.ts';

/**
 * The ResNet generator of CycleGAN (Zhu et al., 2017) as pytorch-CycleGAN-and-pix2pix builds and names it, with instance norm:
 * [N,3,256,256] to the same. The published one has 64 channels and 9 blocks.
 */
export function cycleganResnet(name: string, channels: number, blocks: number, seed = 9): Model {
  const states = new StateDict(seed);
  // Numbers are places in its Sequential, which also holds paddings, norms without weights and activations.
  states.conv2d('model.1', channels, 3, 7, gains.relu, true);
  states.conv2d('model.4', 2 * channels, channels, 3, gains.relu, true);
  states.conv2d('model.7', 4 * channels, 2 * channels, 3, gains.relu, true);
  for (let block = 0; block < blocks; block++) {
    states.conv2d(`model.${10 + block}.conv_block.1`, 4 * channels, 4 * channels, 3, gains.relu, true);
    states.conv2d(`model.${10 + block}.conv_block.5`, 4 * channels, 4 * channels, 3, gains.none, true);
  }
  const up = 10 + blocks;
  states.convTranspose2d(`model.${up}`, 4 * channels, 2 * channels, 3, 2, gains.relu, true);
  states.convTranspose2d(`model.${up + 3}`, 2 * channels, channels, 3, 2, gains.relu, true);
  states.conv2d(`model.${up + 7}`, 3, channels, 7, 0.5, true);
  return states.toModel(name, 'cyclegan');
}
