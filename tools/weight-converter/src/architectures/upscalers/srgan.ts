import type { Family, Layer } from '../architecture.ts';
import { constant } from '../computedWeights.ts';
import { imageInput } from '../imageInput.ts';
import { listModules, type Module } from '../modules.ts';

/** A convolution with what was saved behind it, up to the next convolution. */
interface Stage {
  readonly convolution: Module;
  readonly norm: Module | undefined;
  readonly prelu: Module | undefined;
}

/** What weights do not say, by a name that only one implementation has. */
interface Custom {
  readonly name: RegExp;
  readonly end: 'clamp' | 'half' | 'tanh';
  readonly says: string;
  /** `eps` of the batch norms in residual blocks and behind them, where there are PReLUs. */
  readonly eps: number;
  /** Whether its first version had ReLU, of which nothing is saved, instead of PReLU. */
  readonly mayHaveRelu: boolean;
}

const customs: readonly Custom[] = [
  // eriklindernoren/PyTorch-GAN
  { name: /(^|\.)res_blocks\.\d+\.conv_block\./, end: 'tanh', says: 'tanh', eps: 0.8, mayHaveRelu: true },
  // Lornatang/SRGAN-PyTorch
  { name: /(^|\.)rcb\./, end: 'clamp', says: 'clamped to [0, 1]', eps: 1e-5, mayHaveRelu: false },
  // leftthomas/SRGAN
  { name: /(^|\.)block\d+\.conv1\./, end: 'half', says: '(tanh + 1) / 2', eps: 1e-5, mayHaveRelu: false },
  { name: /./, end: 'tanh', says: 'tanh', eps: 1e-5, mayHaveRelu: false },
];

/**
 * The generator of SRGAN (Ledig et al., 2017): PReLU, residual blocks of two convolutions, pixel shuffle. Implementations name
 * modules in many ways but save them in the order they run, which is what this goes by.
 */
export const srgan: Family = {
  name: 'srgan',
  describe(shapes, inputShapes = {}) {
    const stages = listStages(inOrder(listModules(shapes)));
    if (typeof stages === 'string') return stages;
    const isUp = ({ convolution: { weight } }: Stage) => Number.isInteger(shuffleFactor(weight));
    const firstUp = stages.findIndex((stage, index) => index > 0 && isUp(stage));
    const [stem, last] = [stages[0]!, stages.at(-1)!];
    const ups = firstUp < 0 ? [] : stages.slice(firstUp, -1);
    const middle = stages.slice(1, firstUp).map(movePrelu);
    if (ups.length === 0 || !ups.every(isUp))
      return 'has no convolutions to four times the channels before the last';
    if (middle.length % 2 !== 1)
      return `has ${middle.length} convolutions between the first and those that upscale, expected blocks of two and one more`;
    const width = stem.convolution.weight[0]!;
    const odd = middle.find(({ convolution: { weight } }) => weight[0] !== width || weight[1] !== width);
    if (odd) return `"${odd.convolution.prefix}" does not keep ${width} channels, as residual blocks do`;
    const custom = customs.find(({ name }) => [...shapes.keys()].some((key) => name.test(key)))!;
    const hasRelu = !stem.prelu;
    if (hasRelu && !custom.mayHaveRelu) return `"${stem.convolution.prefix}" is not followed by a PReLU`;
    const range = custom.end === 'tanh' ? ([-1, 1] as const) : ([0, 1] as const);
    const channels = stem.convolution.weight[1]!;
    const image = imageInput('input', inputShapes, { channels, size: 64, range });
    const scale = ups.reduce((product, { convolution: { weight } }) => product * shuffleFactor(weight), 1);
    return {
      architecture: {
        inputs: [image.input],
        layers: buildLayers([stem, ...middle], ups, last, hasRelu ? { ...custom, eps: 1e-5 } : custom),
        outputs: [{ name: 'image', range }],
      },
      notes: [
        `srgan: ${(middle.length - 1) / 2} residual blocks, ${scale} times the size; ${image.note}`,
        `srgan: taken to be so, because weights do not say it: the output is ${custom.says}${hasRelu ? ', ReLU inside' : `, eps of batch norms ${custom.eps}`}`,
      ],
    };
  },
};

/** 2 for a convolution to four times its channels. */
function shuffleFactor([out, taken]: readonly number[]): number {
  return out! > taken! ? Math.sqrt(out! / taken!) : Number.NaN;
}

/** Sorted names have a block's `prelu` behind its second convolution; it stands behind the first. */
function movePrelu(stage: Stage, index: number, all: readonly Stage[]): Stage {
  const isFirst = index % 2 === 0;
  const partner = all[isFirst ? index + 1 : index - 1];
  const [first, second] = isFirst ? [stage, partner] : [partner, stage];
  if (!first || !second || first.prelu || !second.prelu) return stage;
  return { ...stage, prelu: isFirst ? second.prelu : undefined };
}

/** As saved; two implementations' names tell the order where a safetensors file lost it. */
function inOrder(modules: readonly Module[]): readonly Module[] {
  const parts = ['conv1', 'res_blocks', 'trunk', 'conv2', 'upsampling', 'conv3'];
  const placeOf = ({ prefix }: Module) => parts.indexOf(prefix.split('.')[0]!);
  if (modules.some((module) => placeOf(module) < 0)) return modules;
  return modules.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function listStages(modules: readonly Module[]): Stage[] | string {
  const stages: Stage[] = [];
  for (const module of modules) {
    if (module.kind === 'convolution') {
      stages.push({ convolution: module, norm: undefined, prelu: undefined });
      continue;
    }
    const isPrelu = module.kind === 'other' && module.weight.length === 1;
    const stage = stages.pop();
    if (!stage || !(isPrelu || module.kind === 'norm'))
      return `"${module.first}" belongs to no convolution, batch norm or PReLU behind a convolution`;
    stages.push(isPrelu ? { ...stage, prelu: module } : { ...stage, norm: module });
  }
  return stages.length >= 5 ? stages : `has ${stages.length} convolutions, expected at least 5`;
}

function buildLayers(
  body: readonly Stage[],
  ups: readonly Stage[],
  last: Stage,
  { end, eps }: Pick<Custom, 'end' | 'eps'>,
): Layer[] {
  const layers: Layer[] = [];
  const hasRelu = !body[0]!.prelu;
  const push = (
    { convolution: { prefix, weight }, norm }: Stage,
    attributes: Record<string, number> = {},
  ) => {
    layers.push({ op: 'conv2d', weights: prefix, attributes: { padding: (weight[2]! - 1) / 2 } });
    if (norm) layers.push({ op: 'batchNorm2d', weights: norm.prefix, attributes });
  };
  const activate = ({ prelu }: Stage) => {
    if (prelu) layers.push({ op: 'prelu', weights: prelu.prefix });
    else if (hasRelu) layers.push({ op: 'relu' });
  };
  const name = (value: string) => layers.push({ ...layers.pop()!, name: value });
  let into = 'stem';
  body.forEach((stage, index) => {
    const isTrunk = index > 0 && index === body.length - 1;
    push(stage, { eps });
    if (index === 0 || (index % 2 === 1 && !isTrunk)) activate(stage);
    if (index === 0) name('stem');
    if (index === 0 || (index % 2 === 1 && !isTrunk)) return;
    name(`residual${index}`);
    layers.push({ op: 'add', name: `sum${index}`, inputs: [isTrunk ? 'stem' : into, `residual${index}`] });
    into = `sum${index}`;
  });
  for (const stage of ups) {
    push(stage);
    const upscaleFactor = shuffleFactor(stage.convolution.weight);
    layers.push({ op: 'pixelShuffle', attributes: { upscaleFactor } });
    activate(stage);
  }
  push(last);
  if (end === 'clamp') layers.push({ op: 'clamp', attributes: { min: 0, max: 1 } });
  else layers.push({ op: 'tanh' });
  if (end === 'half') {
    const half = constant('half', [1], [0.5]);
    layers.push({ op: 'multiply', weights: { other: half } }, { op: 'add', weights: { other: half } });
  }
  return layers;
}
