import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { commonPrefix, indicesUnder, join, type Shapes } from '../names.ts';
import { normLayer, normName } from './normLayer.ts';

/** Modules of one Sequential by what they hold: convolutions and residual blocks, in order. */
interface Chain {
  readonly root: string;
  readonly before: readonly number[];
  readonly blocks: readonly number[];
  readonly after: readonly number[];
}

const blockNames = ['conv_block', 'block'];

/**
 * The ResNet generator of CycleGAN (Zhu et al., 2017; Johnson et al., 2016) as pytorch-CycleGAN-and-pix2pix (`model.10.conv_block.1`)
 * or PyTorch-GAN (`model.10.block.1`, which upsamples by nearest neighbours) save it, of any number of blocks and levels.
 */
export const cyclegan: Family = {
  name: 'cyclegan',
  describe(shapes, inputShapes = {}) {
    const root = commonPrefix(shapes);
    const chain = listChain(shapes, root);
    if (typeof chain === 'string') return chain;
    const { before, blocks, after } = chain;
    const downs = before.length - 1;
    const scale = 2 ** downs;
    const channels = shapes.get(join(root, before[0]!, 'weight'))![1]!;
    const image = imageInput('input', inputShapes, { channels, size: 256, multiple: scale });
    const layers = buildLayers(shapes, chain, [image.height / scale, image.width / scale]);
    if (typeof layers === 'string') return layers;
    return {
      architecture: { inputs: [image.input], layers, outputs: [{ name: 'image', range: [-1, 1] }] },
      notes: [
        `cyclegan: ${blocks.length} residual blocks at 1/${scale} of the size, ${normName(layers)}, ${after.length - 1} steps up; ${image.note}`,
        'cyclegan: taken to be so, because weights do not say it: reflection padding, ReLU between layers, tanh at the end, no dropout',
      ],
    };
  },
};

function listChain(shapes: Shapes, root: string): Chain | string {
  const indices = indicesUnder(shapes, root);
  const isBlock = (index: number) =>
    blockNames.some((name) => indicesUnder(shapes, join(root, index, name)).length > 0);
  const blocks = indices.filter(isBlock);
  const [first, last] = [blocks[0], blocks.at(-1)];
  if (first === undefined || last === undefined) return 'has no residual blocks "N.conv_block" or "N.block"';
  const convolutions = indices.filter((index) => shapes.get(join(root, index, 'weight'))?.length === 4);
  const before = convolutions.filter((index) => index < first);
  const after = convolutions.filter((index) => index > last);
  if (before.length === 0 || before.length !== after.length)
    return `has ${before.length} convolutions before its blocks and ${after.length} behind them, expected as many`;
  const filter = [...shapes.keys()].find((name) => /\.filt$/.test(name));
  if (filter) return `"${filter}" is a fixed blur (no_antialias off), which this family does not have`;
  return { root, before, blocks, after };
}

function buildLayers(
  shapes: Shapes,
  { root, before, blocks, after }: Chain,
  innerSize: readonly [number, number],
): Layer[] | string {
  const layers: Layer[] = [];
  const kernelOf = (name: string) => shapes.get(`${name}.weight`)![2]!;
  const normed = (index: number | string, convolution: string, activation?: string) => {
    const norm = normLayer(shapes, join(root, index), convolution);
    if (norm) layers.push(norm);
    if (activation) layers.push({ ...layers.pop()!, activation });
  };
  const reflected = (name: string) => {
    const padding = (kernelOf(name) - 1) / 2;
    if (padding > 0) layers.push({ op: 'pad2d', attributes: { padding, mode: 'reflect' } });
    layers.push({ op: 'conv2d', weights: name, attributes: { stride: 1, padding: 0 } });
  };
  before.forEach((index, step) => {
    const name = join(root, index);
    if (step === 0) reflected(name);
    else layers.push({ op: 'conv2d', weights: name, attributes: { stride: 2, padding: 1 } });
    normed(index + 1, name, 'relu');
  });
  for (const block of blocks) {
    const name = blockNames.find((inner) => indicesUnder(shapes, join(root, block, inner)).length > 0)!;
    const prefix = join(root, block, name);
    const inner = indicesUnder(shapes, prefix).filter(
      (index) => shapes.get(join(prefix, index, 'weight'))?.length === 4,
    );
    const [one, two] = inner;
    if (one === undefined || two === undefined || inner.length > 2)
      return `"${prefix}" has ${inner.length} convolutions, expected 2`;
    layers.push({ ...layers.pop()!, name: `skip${block}` });
    reflected(join(prefix, one));
    normed(join(block, name, one + 1), join(prefix, one), 'relu');
    reflected(join(prefix, two));
    normed(join(block, name, two + 1), join(prefix, two));
    layers.push({ ...layers.pop()!, name: `residual${block}` });
    layers.push({ op: 'add', inputs: [`skip${block}`, `residual${block}`] });
  }
  return layers.concat(goUp(shapes, root, blocks.at(-1)!, after, innerSize));
}

function goUp(
  shapes: Shapes,
  root: string,
  lastBlock: number,
  after: readonly number[],
  innerSize: readonly [number, number],
): Layer[] {
  const layers: Layer[] = [];
  // A module without weights, nearest upsampling, stands before each convolution; a transposed one follows at once.
  const upsamples = after.length > 1 && after[0] !== lastBlock + 1;
  after.forEach((index, step) => {
    const name = join(root, index);
    const isLast = step === after.length - 1;
    if (isLast) {
      const padding = (shapes.get(`${name}.weight`)![2]! - 1) / 2;
      layers.push({ op: 'pad2d', attributes: { padding, mode: 'reflect' } });
      layers.push({ op: 'conv2d', weights: name, attributes: { stride: 1, padding: 0 }, activation: 'tanh' });
      return;
    }
    if (upsamples) {
      const size = innerSize.map((length) => length * 2 ** (step + 1));
      layers.push({ op: 'upsample2d', attributes: { size, mode: 'nearest' } });
    }
    layers.push(
      upsamples
        ? { op: 'conv2d', weights: name, attributes: { stride: 1, padding: 1 } }
        : { op: 'convTranspose2d', weights: name, attributes: { stride: 2, padding: 1, outputPadding: 1 } },
    );
    const norm = normLayer(shapes, join(root, index + 1), name);
    if (norm) layers.push(norm);
    layers.push({ ...layers.pop()!, activation: 'relu' });
  });
  return layers;
}
