import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { commonPrefix, join, type Shapes } from '../names.ts';
import { normLayer, normName } from './normLayer.ts';

interface Level {
  readonly down: string;
  readonly downNorm: Layer | undefined;
  readonly up: string;
  readonly upNorm: Layer | undefined;
}

const halving = { stride: 2, padding: 1 };

/**
 * The U-Net of pix2pix (Isola et al., 2017) as pytorch-CycleGAN-and-pix2pix saves it: each level is a Sequential inside the one
 * before, `model.model.1.model.3.model...`, with convolutions 4x4 of stride 2 down and up.
 */
export const pix2pixUnet: Family = {
  name: 'pix2pix-unet',
  describe(shapes, inputShapes = {}) {
    const levels = listLevels(shapes, commonPrefix(shapes));
    if (typeof levels === 'string') return levels;
    const outer = shapes.get(`${levels[0]!.down}.weight`)!;
    const image = imageInput('input', inputShapes, {
      channels: outer[1]!,
      size: 2 ** levels.length,
      multiple: 2 ** levels.length,
    });
    const layers = buildLayers(levels);
    return {
      architecture: { inputs: [image.input], layers, outputs: [{ name: 'image', range: [-1, 1] }] },
      notes: [
        `pix2pix-unet: ${levels.length} levels, ${normName(layers)} with stored statistics and no dropout (as --eval); ${image.note}`,
        'pix2pix-unet: taken to be so, because weights do not say it: LeakyReLU 0.2 down, ReLU up, tanh at the end',
      ],
    };
  },
};

function listLevels(shapes: Shapes, root: string): Level[] | string {
  const isSquare4 = (name: string) => {
    const shape = shapes.get(`${name}.weight`);
    return shape?.length === 4 && shape[2] === 4 && shape[3] === 4;
  };
  const levels: Level[] = [];
  let prefix = root;
  for (;;) {
    const isOuter = levels.length === 0;
    const down = join(prefix, isOuter ? 0 : 1);
    if (!isSquare4(down)) return `"${down}.weight" is no convolution 4 x 4, where a U-Net has its next level`;
    const inner = join(prefix, isOuter ? 1 : 3, 'model');
    const isInner = !shapes.has(`${inner}.1.weight`);
    const up = join(prefix, isOuter || isInner ? 3 : 5);
    if (!isSquare4(up)) return `"${up}.weight" is no convolution 4 x 4, where a U-Net comes back up`;
    levels.push({
      down,
      downNorm: isOuter || isInner ? undefined : normLayer(shapes, join(prefix, 2), down),
      up,
      upNorm: isOuter ? undefined : normLayer(shapes, join(prefix, isInner ? 4 : 6), up),
    });
    if (isInner) return levels.length >= 2 ? levels : 'has one level, expected at least 2';
    prefix = inner;
  }
}

function buildLayers(levels: readonly Level[]): Layer[] {
  const layers: Layer[] = [];
  levels.forEach(({ down, downNorm }, index) => {
    if (index > 0) layers.push({ op: 'leakyRelu', attributes: { negativeSlope: 0.2 } });
    layers.push({ op: 'conv2d', weights: down, attributes: halving });
    if (downNorm) layers.push(downNorm);
    layers.push({ ...layers.pop()!, name: `down${index}` });
  });
  levels.toReversed().forEach(({ up, upNorm }, fromInside) => {
    const index = levels.length - 1 - fromInside;
    layers.push({ op: 'relu' }, { op: 'convTranspose2d', weights: up, attributes: halving });
    if (upNorm) layers.push(upNorm);
    if (index === 0) return;
    layers.push({ ...layers.pop()!, name: `up${index}` });
    layers.push({ op: 'concat', inputs: [`down${index - 1}`, `up${index}`], attributes: { axis: 1 } });
  });
  layers.push({ op: 'tanh' });
  return layers;
}
