import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { commonPrefix, join } from '../names.ts';

const halving = { stride: 2, padding: 1 };

/**
 * The U-Net of eriklindernoren/PyTorch-GAN's pix2pix (`down1.model.0`, `up1.model.0`, `final.2`): instance norms without weights behind
 * all convolutions but the first and the last one down, activations before the skips, nearest upsampling at the end.
 */
export const pytorchGanUnet: Family = {
  name: 'pytorch-gan-unet',
  describe(shapes, inputShapes = {}) {
    const root = commonPrefix(shapes);
    const numbered = (stem: string) => {
      const names: string[] = [];
      for (;;) {
        const name = join(root, `${stem}${names.length + 1}`, 'model', 0);
        if (shapes.get(`${name}.weight`)?.length !== 4) return names;
        names.push(name);
      }
    };
    const [downs, ups, last] = [numbered('down'), numbered('up'), join(root, 'final', 2)];
    if (downs.length < 3 || ups.length !== downs.length - 1 || !shapes.has(`${last}.weight`))
      return `has ${downs.length} "downN.model.0", ${ups.length} "upN.model.0" and ${shapes.has(`${last}.weight`) ? 'a' : 'no'} "final.2", expected one step less up than down, then "final.2"`;
    const wide = [...downs, ...ups, last].find((name) => shapes.get(`${name}.weight`)![2] !== 4);
    if (wide) return `"${wide}" is no convolution 4 x 4`;
    const channels = shapes.get(`${downs[0]}.weight`)![1]!;
    const multiple = 2 ** downs.length;
    const image = imageInput('input', inputShapes, { channels, size: multiple, multiple });
    return {
      architecture: {
        inputs: [image.input],
        layers: buildLayers(downs, ups, last, [image.height, image.width]),
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `pytorch-gan-unet: ${downs.length} levels, no dropout (as eval()); ${image.note}`,
        'pytorch-gan-unet: taken to be so, because weights do not say it: LeakyReLU 0.2 down, ReLU up, instance norm, tanh at the end',
      ],
    };
  },
};

function buildLayers(
  downs: readonly string[],
  ups: readonly string[],
  last: string,
  size: readonly [number, number],
): Layer[] {
  const layers: Layer[] = [];
  downs.forEach((name, index) => {
    layers.push({ op: 'conv2d', weights: name, attributes: halving });
    if (index > 0 && index < downs.length - 1) layers.push({ op: 'instanceNorm2d' });
    layers.push({ op: 'leakyRelu', name: `down${index}`, attributes: { negativeSlope: 0.2 } });
  });
  ups.forEach((name, index) => {
    layers.push({ op: 'convTranspose2d', weights: name, attributes: halving });
    layers.push({ op: 'instanceNorm2d', name: `up${index}`, activation: 'relu' });
    const skip = `down${downs.length - 2 - index}`;
    layers.push({ op: 'concat', inputs: [`up${index}`, skip], attributes: { axis: 1 } });
  });
  layers.push({ op: 'upsample2d', attributes: { size: [...size], mode: 'nearest' } });
  // A row and a column of zeros before the image, then the convolution's own padding.
  layers.push({ op: 'conv2d', weights: last, attributes: { padding: [2, 2, 1, 1] }, activation: 'tanh' });
  return layers;
}
