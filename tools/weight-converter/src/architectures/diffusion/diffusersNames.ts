import type { ComputedWeight } from '../architecture.ts';
import type { Shapes } from '../names.ts';
import type { AttentionWeights, Projection } from './attentionBlock.ts';
import type { ResidualNames } from './residualBlock.ts';

export function diffusersResidual(block: string): ResidualNames {
  return {
    block,
    norm1: `${block}.norm1`,
    conv1: `${block}.conv1`,
    time: `${block}.time_emb_proj`,
    norm2: `${block}.norm2`,
    conv2: `${block}.conv2`,
    shortcut: `${block}.conv_shortcut`,
  };
}

/** Names since diffusers 0.16, then those before. */
const projections = {
  query: ['to_q', 'query'],
  key: ['to_k', 'key'],
  value: ['to_v', 'value'],
  out: ['to_out.0', 'proj_attn'],
} as const;

export function diffusersAttention(shapes: Shapes, block: string): AttentionWeights {
  const project = (part: keyof typeof projections): Projection => {
    const [first, second] = projections[part].map((name) => `${block}.${name}`) as [string, string];
    const prefix = shapes.has(`${first}.weight`) ? first : second;
    const hasBias = shapes.has(`${prefix}.bias`);
    return {
      weight: asConvolution(shapes, `${prefix}.weight`),
      ...(hasBias && { bias: asStored(shapes, `${prefix}.bias`) }),
    };
  };
  return {
    block,
    norm: `${block}.group_norm`,
    query: project('query'),
    key: project('key'),
    value: project('value'),
    out: project('out'),
  };
}

/** A linear layer's weight [outputs, inputs] as that of a 1x1 convolution. */
function asConvolution(shapes: Shapes, name: string): ComputedWeight {
  const [outputs = 0, inputs = 0] = shapes.get(name) ?? [];
  return { name, from: [name], shape: [outputs, inputs, 1, 1], compute: (tensor) => tensor!.data };
}

function asStored(shapes: Shapes, name: string): ComputedWeight {
  return { name, from: [name], shape: shapes.get(name) ?? [], compute: (tensor) => tensor!.data };
}
