import { indicesUnder, join, type Shapes } from '../names.ts';

/** Prefixes of a residual block's parameters; `around` where the channels change. */
export interface ResidualNames {
  readonly name: string;
  readonly norm1: string;
  readonly conv1: string;
  readonly norm2: string;
  readonly conv2: string;
  readonly around: string | undefined;
}

/** Prefixes of an attention's norm and its four projections: linear layers, or convolutions 1 x 1. */
export interface AttentionNames {
  readonly name: string;
  readonly norm: string;
  readonly query: string;
  readonly key: string;
  readonly value: string;
  readonly out: string;
}

/** Blocks at one size, each perhaps with attention behind it, and the convolution that changes the size after them. */
export interface StageNames {
  readonly blocks: readonly { residual: ResidualNames; attention: AttentionNames | undefined }[];
  readonly resample: string | undefined;
}

/** An encoder or a decoder, stages in the order they run. */
export interface HalfNames {
  readonly convIn: string;
  readonly middle: readonly [ResidualNames, AttentionNames | undefined, ResidualNames];
  readonly stages: readonly StageNames[];
  readonly normOut: string;
  readonly convOut: string;
}

/** Finds a half under `root` by diffusers' names (`mid_block.resnets.0`) or CompVis's (`mid.block_1`); why not where neither. */
export function findHalf(shapes: Shapes, root: string, half: 'encoder' | 'decoder'): HalfNames | string {
  const base = join(root, half);
  if (!shapes.has(join(base, 'conv_in.weight'))) return `has no "${join(base, 'conv_in.weight')}"`;
  const isDiffusers = shapes.has(join(base, 'mid_block.resnets.0.norm1.weight'));
  if (!isDiffusers && !shapes.has(join(base, 'mid.block_1.norm1.weight')))
    return `has neither "${base}.mid_block.resnets.0" nor "${base}.mid.block_1"`;
  const found = isDiffusers ? diffusers(shapes, base, half) : compVis(shapes, base, half);
  for (const [names, ranks] of parametersOf(found)) {
    const missing = names.find((name) => !ranks.includes(shapes.get(`${name}.weight`)?.length ?? 0));
    if (missing !== undefined) return `has no "${missing}.weight" of ${ranks.join(' or ')} axes`;
  }
  return found;
}

/** What has to be there, and how many axes its weights may have. */
function parametersOf({
  convIn,
  middle,
  stages,
  normOut,
  convOut,
}: HalfNames): readonly (readonly [names: readonly string[], ranks: readonly number[]])[] {
  const blocks = stages.flatMap((stage) => stage.blocks);
  const residuals = [middle[0], middle[2], ...blocks.map(({ residual }) => residual)];
  const attentions = [middle[1], ...blocks.map(({ attention }) => attention)].filter(
    (each) => each !== undefined,
  );
  const norms = [
    normOut,
    ...residuals.flatMap(({ norm1, norm2 }) => [norm1, norm2]),
    ...attentions.map(({ norm }) => norm),
  ];
  const convolutions = [convIn, convOut, ...residuals.flatMap(({ conv1, conv2 }) => [conv1, conv2])];
  const projections = attentions.flatMap(({ query, key, value, out }) => [query, key, value, out]);
  return [
    [norms, [1]],
    [convolutions, [4]],
    [projections, [2, 4]],
  ];
}

function diffusers(shapes: Shapes, base: string, half: 'encoder' | 'decoder'): HalfNames {
  const [side, changes] = half === 'decoder' ? ['up', 'upsamplers'] : ['down', 'downsamplers'];
  const blocks = join(base, `${side}_blocks`);
  const stages = indicesUnder(shapes, blocks).map((stage): StageNames => {
    const path = join(blocks, stage);
    const resample = join(path, changes, 0, 'conv');
    return {
      blocks: indicesUnder(shapes, join(path, 'resnets')).map((index) => ({
        residual: residual(shapes, join(path, 'resnets', index)),
        attention: attention(shapes, join(path, 'attentions', index)),
      })),
      resample: shapes.has(`${resample}.weight`) ? resample : undefined,
    };
  });
  const middle = join(base, 'mid_block');
  return {
    convIn: join(base, 'conv_in'),
    middle: [
      residual(shapes, join(middle, 'resnets.0')),
      attention(shapes, join(middle, 'attentions.0')),
      residual(shapes, join(middle, 'resnets.1')),
    ],
    stages,
    normOut: join(base, 'conv_norm_out'),
    convOut: join(base, 'conv_out'),
  };
}

function compVis(shapes: Shapes, base: string, half: 'encoder' | 'decoder'): HalfNames {
  const [side, change] = half === 'decoder' ? ['up', 'upsample'] : ['down', 'downsample'];
  const found = indicesUnder(shapes, join(base, side));
  // Its decoder numbers sizes from the largest, which comes last.
  const order = half === 'decoder' ? found.toReversed() : found;
  const stages = order.map((stage): StageNames => {
    const path = join(base, side, stage);
    const resample = join(path, change, 'conv');
    return {
      blocks: indicesUnder(shapes, join(path, 'block')).map((index) => ({
        residual: residual(shapes, join(path, 'block', index)),
        attention: attention(shapes, join(path, 'attn', index)),
      })),
      resample: shapes.has(`${resample}.weight`) ? resample : undefined,
    };
  });
  const middle = join(base, 'mid');
  return {
    convIn: join(base, 'conv_in'),
    middle: [
      residual(shapes, join(middle, 'block_1')),
      attention(shapes, join(middle, 'attn_1')),
      residual(shapes, join(middle, 'block_2')),
    ],
    stages,
    normOut: join(base, 'norm_out'),
    convOut: join(base, 'conv_out'),
  };
}

function residual(shapes: Shapes, name: string): ResidualNames {
  const around = ['conv_shortcut', 'nin_shortcut']
    .map((shortcut) => join(name, shortcut))
    .find((prefix) => shapes.has(`${prefix}.weight`));
  return {
    name,
    norm1: join(name, 'norm1'),
    conv1: join(name, 'conv1'),
    norm2: join(name, 'norm2'),
    conv2: join(name, 'conv2'),
    around,
  };
}

/** diffusers' `to_q`, `to_out.0`; its older `query`, `proj_attn`; CompVis's `q`, `proj_out`. */
function attention(shapes: Shapes, name: string): AttentionNames | undefined {
  const names = [
    ['group_norm', 'to_q', 'to_k', 'to_v', 'to_out.0'],
    ['group_norm', 'query', 'key', 'value', 'proj_attn'],
    ['norm', 'q', 'k', 'v', 'proj_out'],
  ].find(([, query]) => shapes.has(join(name, query!, 'weight')));
  if (!names) return undefined;
  const [norm, query, key, value, out] = names.map((part) => join(name, part)) as [
    string,
    string,
    string,
    string,
    string,
  ];
  return { name, norm, query, key, value, out };
}
