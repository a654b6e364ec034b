import type { InputShapes } from '../../graph/inputShapes.ts';
import type { Family, Layer } from '../architecture.ts';
import { imageInput } from '../imageInput.ts';
import { listModules, type Module } from '../modules.ts';
import { type ConvolutionStep, type PoolingPlan, planPooling } from './poolingPlan.ts';
import { scoreLayers, scoreOutputs } from './scores.ts';

/**
 * Plain classifiers: convolutions, perhaps pooling, then linear layers, in the order that they were saved. Pooling, padding and
 * the image's size are not in the weights; `planPooling` finds what gives as many values as the first linear layer takes.
 */
export const cnnClassifier: Family = {
  name: 'cnn-classifier',
  describe(shapes, inputShapes = {}) {
    const modules = linearsLast(listModules(shapes));
    const problem = whyNoChain(modules);
    if (problem !== undefined) return problem;
    const convolutions = modules.flatMap((module, at) =>
      module.kind === 'convolution' ? [{ module, isNormed: modules[at + 1]?.kind === 'norm' }] : [],
    );
    const linears = modules.filter(({ kind }) => kind === 'linear');
    const classes = linears.at(-1)!.weight[0]!;
    const found = findPlan(convolutions, linears[0]!, inputShapes);
    if (typeof found === 'string') return found;
    const { plan, image } = found;
    return {
      architecture: {
        inputs: [image.input],
        layers: [...buildLayers(modules, plan, linears[0]!.weight[1]!), ...scoreLayers(classes)],
        outputs: scoreOutputs,
      },
      notes: [
        `cnn-classifier: ${convolutions.length} convolutions, ${linears.length} linear layers, ${classes} classes; ${image.note}`,
        `cnn-classifier: taken to be so, because weights do not say it: ReLU between layers, ${plan.says}; logits are without softmax`,
      ],
    };
  },
};

/** Sorted names have `classifier` before `features`: parts of the network that begin with a linear layer come last. */
function linearsLast(modules: readonly Module[]): readonly Module[] {
  const partOf = ({ prefix }: Module) => prefix.split('.')[0]!;
  const isLinear = (part: string) =>
    modules.find((module) => partOf(module) === part && module.kind !== 'norm')?.kind === 'linear';
  if (modules[0]?.kind !== 'linear') return modules;
  return [
    ...modules.filter((module) => !isLinear(partOf(module))),
    ...modules.filter((module) => isLinear(partOf(module))),
  ];
}

/** Each layer takes what the one before it gives, and linear layers come last. */
function whyNoChain(modules: readonly Module[]): string | undefined {
  const other = modules.find(({ kind }) => kind === 'other');
  if (other) return `"${other.first}" belongs to no convolution, linear layer or batch norm`;
  const layers = modules.filter(({ kind }) => kind !== 'norm');
  const firstLinear = layers.findIndex(({ kind }) => kind === 'linear');
  if (firstLinear < 1) return 'has no convolution before its first linear layer';
  for (const [index, { kind, weight, prefix }] of layers.entries()) {
    const previous = layers[index - 1];
    if (index > firstLinear && kind === 'convolution')
      return `"${prefix}" is a convolution behind a linear layer`;
    if (previous && index !== firstLinear && weight[1] !== previous.weight[0])
      return `"${prefix}" takes ${weight[1]} values, the layer before gives ${previous.weight[0]}`;
  }
  return undefined;
}

function findPlan(convolutions: readonly ConvolutionStep[], first: Module, given: InputShapes) {
  const channels = convolutions[0]!.module.weight[1]!;
  const sizes = channels === 1 ? [28, 32, 64, 128, 224] : [32, 64, 224, 128, 96, 48, 256, 28];
  const asked = given.input?.slice(2);
  const candidates = asked?.length === 2 ? [asked] : sizes.map((size) => [size, size]);
  for (const [height, width] of candidates as [number, number][]) {
    const plan = planPooling(convolutions, first.weight[1]!, height, width);
    if (plan) return { plan, image: imageInput('input', given, { channels, size: height, range: [0, 1] }) };
  }
  return `"${first.prefix}" takes ${first.weight[1]} values, which the usual pooling and padding give for no ${
    asked ? `image of ${asked.join(' x ')}` : 'usual image size; name one with --shape input=1,C,HEIGHT,WIDTH'
  }`;
}

function buildLayers(modules: readonly Module[], plan: PoolingPlan, features: number): Layer[] {
  const layers: Layer[] = [];
  const isLastLinear = (at: number) => !modules.slice(at + 1).some(({ kind }) => kind === 'linear');
  let convolution = -1;
  let isFlat = false;
  modules.forEach((module, at) => {
    const { kind, prefix } = module;
    const isHead = isLastLinear(at) && (kind === 'linear' || isFlat);
    const next = modules[at + 1];
    if (kind === 'convolution') {
      layers.push({ op: 'conv2d', weights: prefix, attributes: plan.geometry[++convolution]! });
      if (!normComesFirst(module, next)) layers.push({ op: 'relu' });
    } else if (kind === 'norm') {
      layers.push({ op: 'batchNorm2d', weights: prefix });
      if (!isHead && normComesFirst(modules[at - 1], module)) layers.push({ op: 'relu' });
    } else {
      if (!isFlat) layers.push({ op: 'reshape', attributes: { shape: ['N', features] } });
      isFlat = true;
      layers.push({ op: 'linear', weights: prefix });
      if (!isHead && !normComesFirst(module, next)) layers.push({ op: 'relu' });
    }
    const endsBlock = !isFlat && next?.kind !== 'norm';
    if (endsBlock && plan.pooled[convolution])
      layers.push(plan.isGlobal && next?.kind === 'linear' ? globalMean : halving);
  });
  return [...layers.slice(0, -1), { ...layers.at(-1)!, name: 'logits' }];
}

const halving: Layer = { op: 'maxPool2d', attributes: { kernelSize: [2, 2], stride: [2, 2] } };
const globalMean: Layer = { op: 'mean', attributes: { dim: [2, 3], keepdim: true } };

/**
 * Whether a norm stands between a layer and its ReLU, as is usual. Not where the numbers of their names differ (`conv3`,
 * then `norm1`) or, in one Sequential, a module without weights stands between them (`0`, then `2`).
 */
function normComesFirst(layer: Module | undefined, norm: Module | undefined): boolean {
  if (!layer || norm?.kind !== 'norm') return false;
  const [a, b] = [layer.prefix, norm.prefix].map((prefix) => /^(.*?)(\d*)$/.exec(prefix)!);
  if (a![2] === '' || b![2] === '') return true;
  const isSequential = a![1] === b![1];
  return isSequential ? Number(b![2]) === Number(a![2]) + 1 : a![2] === b![2];
}
