import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { commonPrefix, indicesUnder, join, type Shapes } from '../names.ts';
import { scoreLayers, scoreOutputs } from './scores.ts';

/** Means over colours of (0 - mean) / deviation and (1 - mean) / deviation, as torchvision normalises. */
const imageNetRange = [-1.99, 2.44] as const;

/**
 * ResNets that classify (He et al., 2015), of basic blocks or bottlenecks, under torchvision's names (`downsample`, `fc`) or those of
 * the usual CIFAR version (`shortcut`, `linear`; a first convolution 3 x 3 and no pooling behind it).
 */
export const resnetClassifier: Family = {
  name: 'resnet-classifier',
  describe(shapes, inputShapes = {}) {
    const root = commonPrefix(shapes);
    const stem = shapes.get(join(root, 'conv1.weight'));
    const head = ['fc', 'linear']
      .map((name) => join(root, name))
      .find((name) => shapes.has(`${name}.weight`));
    if (stem?.length !== 4 || head === undefined) return 'has no "conv1" or no last layer "fc" or "linear"';
    const stages = [1, 2, 3, 4].filter(
      (stage) => indicesUnder(shapes, join(root, `layer${stage}`)).length > 0,
    );
    if (stages.length < 2 || !shapes.has(join(root, 'layer1.0.bn1.running_mean')))
      return 'has no residual blocks "layer1.0.bn1" and "layer2.0"';
    const isLarge = stem[2] === 7;
    const image = imageInput('input', inputShapes, {
      channels: stem[1]!,
      size: isLarge ? 224 : 32,
      range: isLarge ? imageNetRange : [-1, 1],
    });
    const layers = stemLayers(root, isLarge);
    let blocks = 0;
    let into = layers.at(-1)!.name!;
    for (const stage of stages) {
      const path = join(root, `layer${stage}`);
      for (const index of indicesUnder(shapes, path)) {
        layers.push(...blockLayers(shapes, join(path, index), into, stage > 1 && index === 0 ? 2 : 1));
        into = join(path, index);
        blocks++;
      }
    }
    const classes = shapes.get(`${head}.weight`)![0]!;
    layers.push({ op: 'mean', attributes: { dim: [2, 3], keepdim: false } });
    layers.push({ op: 'linear', name: 'logits', weights: head }, ...scoreLayers(classes));
    return {
      architecture: { inputs: [image.input], layers, outputs: scoreOutputs },
      notes: [
        `resnet-classifier: ${blocks} blocks, ${classes} classes; ${image.note}`,
        `resnet-classifier: the image has to be normalised as in training (torchvision: (x - mean) / deviation of ImageNet), which weights do not say`,
      ],
    };
  },
};

function stemLayers(root: string, isLarge: boolean): Layer[] {
  const attributes = isLarge ? { stride: 2, padding: 3 } : { stride: 1, padding: 1 };
  const layers: Layer[] = [
    { op: 'conv2d', weights: join(root, 'conv1'), attributes },
    { op: 'batchNorm2d', name: 'stem', weights: join(root, 'bn1'), activation: 'relu' },
  ];
  if (isLarge) {
    const pooling = { kernelSize: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1] };
    layers.push({ op: 'maxPool2d', name: 'pooled', attributes: pooling });
  }
  return layers;
}

/** A basic block or a bottleneck; where its shape changes it has a convolution of its own on the way around. */
function blockLayers(shapes: Shapes, prefix: string, into: string, stride: number): Layer[] {
  const convolutions = [1, 2, 3].filter((index) => shapes.has(join(prefix, `conv${index}.weight`)));
  // The step is in the first convolution of a basic block and in the 3 x 3 one of a bottleneck.
  const stepAt = convolutions.length === 3 ? 2 : 1;
  const layers: Layer[] = [];
  for (const index of convolutions) {
    const name = join(prefix, `conv${index}`);
    const padding = (shapes.get(`${name}.weight`)![2]! - 1) / 2;
    const isLast = index === convolutions.at(-1);
    layers.push({
      op: 'conv2d',
      weights: name,
      attributes: { stride: index === stepAt ? stride : 1, padding },
    });
    layers.push({
      op: 'batchNorm2d',
      weights: join(prefix, `bn${index}`),
      ...(isLast ? { name: `${prefix}.residual` } : { activation: 'relu' }),
    });
  }
  const around = ['downsample', 'shortcut'].find((name) => shapes.has(join(prefix, name, '0.weight')));
  if (around !== undefined) {
    const name = join(prefix, around);
    layers.push({ op: 'conv2d', inputs: [into], weights: join(name, 0), attributes: { stride } });
    layers.push({ op: 'batchNorm2d', name: `${prefix}.around`, weights: join(name, 1) });
  }
  const other = around === undefined ? into : `${prefix}.around`;
  layers.push({ op: 'add', name: prefix, inputs: [`${prefix}.residual`, other], activation: 'relu' });
  return layers;
}
