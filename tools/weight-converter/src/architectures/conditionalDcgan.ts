import type { Family } from './architecture.ts';
import { labelInput, latentInput } from './familyInputs.ts';
import { LayerList } from './layerList.ts';

/**
 * Conditional DCGAN whose one-hot class passes a transposed convolution of its own before it joins the noise, by the names
 * of github.com/znxlwm/pytorch-MNIST-CelebA-cGAN-cDCGAN: `deconv1_1`, `deconv1_2`, `deconv2`, ...
 */
export const conditionalDcgan: Family = {
  name: 'conditional-dcgan',
  describe(shapes) {
    const [noise, label] = ['deconv1_1', 'deconv1_2'].map((name) => shapes.get(`${name}.weight`));
    if (noise?.length !== 4 || label?.length !== 4) return 'has no "deconv1_1" and "deconv1_2"';
    const list = new LayerList();
    const first = (name: string, input: string, channels: number) => {
      const image = list.reshape(`${input}.image`, input, channels, 1, 1);
      const value = list.add('convTranspose2d', name, [image], { weights: name });
      return list.add('batchNorm2d', `${name}_bn`, [value], { weights: `${name}_bn`, activation: 'relu' });
    };
    const [latent, classes] = [noise[0]!, label[0]!];
    let value = list.add(
      'concat',
      'joined',
      [first('deconv1_1', 'z', latent), first('deconv1_2', 'class', classes)],
      { attributes: { axis: 1 } },
    );
    let size = noise[2]!;
    let colours = 0;
    for (let number = 2; shapes.has(`deconv${number}.weight`); number++) {
      const name = `deconv${number}`;
      const [, channels, kernel] = shapes.get(`${name}.weight`) as [number, number, number];
      if (kernel !== 4) return `"${name}.weight" has a kernel of ${kernel}, expected 4`;
      [size, colours] = [size * 2, channels];
      const isLast = !shapes.has(`deconv${number + 1}.weight`);
      value = list.add('convTranspose2d', name, [value], {
        weights: name,
        attributes: { stride: 2, padding: 1 },
        ...(isLast && { activation: 'tanh' }),
      });
      if (!isLast) {
        value = list.add('batchNorm2d', `${name}_bn`, [value], {
          weights: `${name}_bn`,
          activation: 'relu',
        });
      }
    }
    if (colours === 0) return 'has no "deconv2"';
    return {
      architecture: {
        inputs: [latentInput('z', latent), labelInput(classes)],
        layers: list.layers,
        outputs: [{ name: 'image', range: [-1, 1] }],
      },
      notes: [
        `conditional-dcgan: z [${latent}], ${classes} classes to [${colours},${size},${size}]`,
        'conditional-dcgan: taken to be so, because weights do not say it: stride 2 and padding 1 from the second layer on, ReLU between layers, tanh at the end',
      ],
    };
  },
};
