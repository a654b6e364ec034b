import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readPyTorch } from '../pytorch/readPyTorch.ts';
import type { Family } from './architecture.ts';
import { vaeEncoder } from './autoencoders/vaeEncoder.ts';
import { cnnClassifier } from './classifiers/cnnClassifier.ts';
import { cyclegan } from './imageToImage/cyclegan.ts';
import { pix2pixUnet } from './imageToImage/pix2pixUnet.ts';
import { esrgan } from './upscalers/esrgan.ts';
import { srgan } from './upscalers/srgan.ts';
import { srvgg } from './upscalers/srvgg.ts';

type ShapeTable = Record<string, readonly number[]>;

function describeShapes(family: Family, table: ShapeTable, given = {}) {
  const found = family.describe(new Map(Object.entries(table)), given);
  if (typeof found === 'string') throw new Error(found);
  return found;
}

const golden = (name: string) => readFileSync(new URL(`../../test/families/${name}`, import.meta.url));

/** A U-Net of three levels, four channels and instance norm, which saves nothing of itself. */
const unet: ShapeTable = {
  'model.model.0.weight': [4, 3, 4, 4],
  'model.model.0.bias': [4],
  'model.model.1.model.1.weight': [4, 4, 4, 4],
  'model.model.1.model.1.bias': [4],
  'model.model.1.model.3.model.1.weight': [4, 4, 4, 4],
  'model.model.1.model.3.model.1.bias': [4],
  'model.model.1.model.3.model.3.weight': [4, 4, 4, 4],
  'model.model.1.model.3.model.3.bias': [4],
  'model.model.1.model.5.weight': [8, 4, 4, 4],
  'model.model.1.model.5.bias': [4],
  'model.model.3.weight': [8, 1, 4, 4],
  'model.model.3.bias': [1],
};

describe('sizes of images, which weights do not say', () => {
  it('are assumed aloud', () => {
    const { architecture, notes } = describeShapes(pix2pixUnet, unet);
    expect(architecture.inputs).toMatchObject([{ kind: 'image', name: 'input', shape: ['N', 3, 8, 8] }]);
    expect(notes[0]).toContain('input is [3,8,8], assumed; for another: --shape input=1,3,HEIGHT,WIDTH');
  });

  it('are what the caller says', () => {
    const { architecture, notes } = describeShapes(pix2pixUnet, unet, { input: [1, 3, 16, 40] });
    expect(architecture.inputs[0]!.shape).toEqual(['N', 3, 16, 40]);
    expect(notes[0]).not.toContain('assumed');
  });

  it.each([
    [
      { input: [1, 3, 12, 16] },
      'input "input" is given as [1,3,12,16], expected [1,3,height,width], both sizes in multiples of 8',
    ],
    [{ input: [1, 1, 16, 16] }, 'is given as [1,1,16,16], expected [1,3,height,width]'],
    [{ input: [1, 3] }, 'is given as [1,3], expected [1,3,height,width]'],
  ])('are refused where they do not fit: %j', (given, message) => {
    expect(() => describeShapes(pix2pixUnet, unet, given)).toThrow(message);
  });

  it('are refused for inputs that a model does not have', () => {
    const read = (shapes: Record<string, number[]>) => () =>
      readPyTorch(golden('srvgg-x4-8.pt'), 'upscaler.pt', { shapes });
    expect(read({ photo: [1, 3, 8, 8] })).toThrow(
      'upscaler.pt: a shape is given for "photo", expected one of "input"',
    );
    expect(() => readPyTorch(golden('vae-vanilla-16.pt'), 'vae.pt', { shapes: { z: [1, 9] } })).toThrow(
      'vae.pt: input "z" is given as [1,9], its weights say [N,6]',
    );
  });
});

describe('what normalises', () => {
  const opsOf = (table: ShapeTable) =>
    describeShapes(pix2pixUnet, table).architecture.layers.map(({ op }) => op);

  it('is instance norm behind convolutions with a bias', () => {
    expect(opsOf(unet).filter((op) => op === 'instanceNorm2d')).toHaveLength(3);
  });

  it('is nothing behind convolutions without one', () => {
    const bare = Object.entries(unet).filter(([name]) => !name.endsWith('bias'));
    expect(opsOf(Object.fromEntries(bare))).not.toContain('instanceNorm2d');
  });

  it('is instance norm where PyTorch before 0.4 saved statistics without weights', () => {
    const old = {
      ...unet,
      'model.model.1.model.2.running_mean': [4],
      'model.model.1.model.2.running_var': [4],
    };
    expect(opsOf(old).filter((op) => op === 'instanceNorm2d')).toHaveLength(3);
    expect(opsOf(old)).not.toContain('batchNorm2d');
  });
});

describe('families of images say why tensors are not theirs', () => {
  const convolutions: ShapeTable = { '0.weight': [4, 3, 3, 3], '2.weight': [4, 4, 3, 3] };
  it.each([
    [pix2pixUnet, convolutions, '"0.weight" is no convolution 4 x 4'],
    [cyclegan, convolutions, 'has no residual blocks "N.conv_block" or "N.block"'],
    [
      cyclegan,
      {
        '0.weight': [4, 3, 7, 7],
        '4.conv_block.1.weight': [4, 4, 3, 3],
        '8.weight': [4, 4, 3, 3],
        '11.weight': [3, 4, 7, 7],
      },
      'has 1 convolutions before its blocks and 2 behind them',
    ],
    [esrgan, convolutions, 'has neither "conv_first" nor "model.1.sub.N"'],
    [
      esrgan,
      { 'conv_first.weight': [4, 3, 3, 3], 'body.0.rdb1.conv1.weight': [2, 4, 3, 3] },
      'has no convolution',
    ],
    [srgan, convolutions, 'has 2 convolutions, expected at least 5'],
    [srvgg, convolutions, 'is no chain of convolutions with a PReLU between each two'],
    [vaeEncoder, convolutions, 'has no two linear layers of one shape side by side'],
    [cnnClassifier, convolutions, 'has no convolution before its first linear layer'],
    [
      cnnClassifier,
      { 'conv1.weight': [4, 3, 3, 3], 'conv2.weight': [4, 5, 3, 3], 'fc.weight': [2, 16] },
      '"conv2" takes 5 values, the layer before gives 4',
    ],
    [
      cnnClassifier,
      { 'conv1.weight': [4, 1, 3, 3], 'fc.weight': [2, 4 * 1009] },
      '"fc" takes 4036 values, which the usual pooling and padding give for no usual image size',
    ],
  ] as const)('%#', (family, table, message) => {
    expect(() => describeShapes(family, table)).toThrow(message);
  });
});

describe('pooling of plain classifiers', () => {
  const table = (kernel: number, features: number, channels = 1): ShapeTable => ({
    'conv1.weight': [4, channels, kernel, kernel],
    'conv2.weight': [6, 4, kernel, kernel],
    'fc1.weight': [8, features],
    'fc2.weight': [10, 8],
  });
  it.each([
    [
      'MNIST, padded and halved twice',
      table(3, 6 * 49),
      [28, 28],
      'padding that keeps the size, halved behind each convolution',
    ],
    [
      "MNIST of PyTorch's examples",
      table(3, 6 * 144),
      [28, 28],
      'no padding, halved behind the last convolution',
    ],
    ['CIFAR 5 x 5', table(5, 6 * 25, 3), [32, 32], 'no padding, halved behind each convolution'],
    ['no pooling', table(3, 6 * 576), [28, 28], 'no padding, not pooled'],
    [
      'a mean over all positions',
      table(3, 6, 3),
      [32, 32],
      'a mean over all positions before the linear layer',
    ],
  ])('%s', (_, shapes, size, says) => {
    const { architecture, notes } = describeShapes(cnnClassifier, shapes);
    expect(architecture.inputs[0]!.shape.slice(2)).toEqual(size);
    expect(notes[1]).toContain(says);
  });
});
