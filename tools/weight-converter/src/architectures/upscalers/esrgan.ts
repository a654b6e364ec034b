import type { Family, Layer } from '../architecture.ts';
import { constant, scaled } from '../computedWeights.ts';
import { imageInput } from '../imageInput.ts';
import type { Shapes } from '../names.ts';
import { findRrdbNames, type RrdbNames } from './rrdbNames.ts';

/** What each dense block and each block of them adds to its input. */
const RESIDUAL_SCALE = 0.2;
const leaky = { op: 'leakyRelu', negativeSlope: 0.2 };
const same = { padding: 1 };

/**
 * The upscaler of ESRGAN (Wang et al., 2018) and Real-ESRGAN: residual blocks of dense blocks, nearest upsampling. Networks for
 * a scale of 2 or 1 fold the image into channels first.
 */
export const esrgan: Family = {
  name: 'esrgan',
  describe(shapes, inputShapes = {}) {
    const names = findRrdbNames(shapes);
    if (typeof names === 'string') return names;
    const folded = shapes.get(`${names.first}.weight`)![1]!;
    const channels = shapes.get(`${names.last}.weight`)![0]!;
    const fold = Math.sqrt(folded / channels);
    if (!Number.isInteger(fold))
      return `"${names.first}" takes ${folded} channels, expected ${channels} times 1, 4 or 16`;
    const image = imageInput('input', inputShapes, { channels, size: 64, multiple: fold, range: [0, 1] });
    const layers = buildLayers(shapes, names, fold, [image.height, image.width]);
    const scale = 2 ** names.ups.length / fold;
    return {
      architecture: { inputs: [image.input], layers, outputs: [{ name: 'image', range: [0, 1] }] },
      notes: [
        `esrgan: ${names.blocks.length} blocks, ${scale} times the size; ${image.note}`,
        'esrgan: taken to be so, because weights do not say it: LeakyReLU 0.2, residuals times 0.2, images from 0 to 1',
      ],
    };
  },
};

function buildLayers(
  shapes: Shapes,
  { first, blocks, trunk, ups, high, last }: RrdbNames,
  fold: number,
  [height, width]: readonly [number, number],
): Layer[] {
  const layers: Layer[] = [];
  if (fold > 1) layers.push({ op: 'pixelUnshuffle', attributes: { downscaleFactor: fold } });
  layers.push({ op: 'conv2d', name: 'first', weights: first, attributes: same });
  const scale = constant('residualScale', [1], [RESIDUAL_SCALE]);
  let into = 'first';
  blocks.forEach((dense, block) => {
    const start = into;
    dense.forEach((convolutions, index) => {
      layers.push(...denseLayers(shapes, convolutions, into, `block${block}.${index}`));
      into = `block${block}.${index}`;
    });
    layers.push({ op: 'multiply', name: `block${block}.scaled`, weights: { other: scale } });
    layers.push({ op: 'add', name: `block${block}`, inputs: [start, `block${block}.scaled`] });
    into = `block${block}`;
  });
  layers.push({ op: 'conv2d', name: 'trunk', weights: trunk, attributes: same });
  layers.push({ op: 'add', inputs: ['first', 'trunk'] });
  ups.forEach((name, step) => {
    const size = [height, width].map((length) => (length / fold) * 2 ** (step + 1));
    layers.push({ op: 'upsample2d', attributes: { size, mode: 'nearest' } });
    layers.push({ op: 'conv2d', weights: name, attributes: same, activation: leaky });
  });
  layers.push({ op: 'conv2d', weights: high, attributes: same, activation: leaky });
  layers.push({ op: 'conv2d', weights: last, attributes: same });
  return layers;
}

/** Each convolution reads the block's input and all that was made in it; the last one's weights carry the scale. */
function denseLayers(
  shapes: Shapes,
  convolutions: readonly string[],
  input: string,
  output: string,
): Layer[] {
  const layers: Layer[] = [];
  const made = [input];
  convolutions.forEach((name, index) => {
    if (made.length > 1) layers.push({ op: 'concat', inputs: [...made], attributes: { axis: 1 } });
    const isLast = index === convolutions.length - 1;
    const value = isLast ? `${output}.residual` : `${output}.${index}`;
    layers.push({
      op: 'conv2d',
      name: value,
      ...(made.length === 1 && { inputs: [input] }),
      weights: isLast ? scaledConvolution(shapes, name) : name,
      attributes: same,
      ...(!isLast && { activation: leaky }),
    });
    made.push(value);
  });
  layers.push({ op: 'add', name: output, inputs: [input, `${output}.residual`] });
  return layers;
}

/** A convolution whose result comes times the residual scale. */
function scaledConvolution(shapes: Shapes, prefix: string): NonNullable<Layer['weights']> {
  const names = ['weight', 'bias'].map((role) => [role, `${prefix}.${role}`] as const);
  return Object.fromEntries(
    names.flatMap(([role, name]) => {
      const shape = shapes.get(name);
      return shape ? [[role, scaled(name, shape, RESIDUAL_SCALE)]] : [];
    }),
  );
}
