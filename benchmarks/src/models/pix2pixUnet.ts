import type { Model } from '@roentgan/gan-runtime/model-file';
import { gains, StateDict } from './stateDict.ts';

const kernel = 4;

/**
 * The U-Net of pix2pix (Isola et al., 2017) as pytorch-CycleGAN-and-pix2pix builds and names it, with batch norm: [N,3,S,S] to [N,3,S,S],
 * S being two to the number of levels. For 256 x 256: eight levels, of 64 channels and up to 512.
 */
export function pix2pixUnet(name: string, levels: number, channels: number, seed = 256): Model {
  const states = new StateDict(seed);
  const widthOf = (level: number): number => channels * Math.min(8, 2 ** level);
  let prefix = 'model.model';
  for (let level = 0; level < levels; level++) {
    const isOuter = level === 0;
    const isInner = level === levels - 1;
    const [outside, inside] = [isOuter ? 3 : widthOf(level - 1), widthOf(level)];
    const downAt = `${prefix}.${isOuter ? 0 : 1}`;
    const upAt = `${prefix}.${isOuter || isInner ? 3 : 5}`;
    states.conv2d(downAt, inside, outside, kernel, gains.relu);
    if (!isOuter && !isInner) states.batchNorm(`${prefix}.2`, inside);
    const upInputs = isInner ? inside : 2 * inside; // the level below beside its skip
    states.convTranspose2d(upAt, upInputs, outside, kernel, 2, isOuter ? 0.5 : gains.relu, isOuter);
    if (!isOuter) states.batchNorm(`${prefix}.${isInner ? 4 : 6}`, outside);
    prefix = `${prefix}.${isOuter ? 1 : 3}.model`;
  }
  return states.toModel(name, 'pix2pix-unet');
}
