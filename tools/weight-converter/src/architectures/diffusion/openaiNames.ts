import type { Shapes } from '../names.ts';
import type { AttentionWeights, Projection } from './attentionBlock.ts';
import type { ResidualNames } from './residualBlock.ts';
import { pickRows, range } from './rows.ts';

export function openaiResidual(block: string): ResidualNames {
  return {
    block,
    norm1: `${block}.in_layers.0`,
    conv1: `${block}.in_layers.2`,
    time: `${block}.emb_layers.1`,
    norm2: `${block}.out_layers.0`,
    conv2: `${block}.out_layers.3`,
    shortcut: `${block}.skip_connection`,
  };
}

/**
 * Queries, keys and values come from one convolution.
 * @param newOrder whether all queries stand first, then all keys; else they stand head by head (QKVAttentionLegacy)
 */
export function openaiAttention(
  shapes: Shapes,
  block: string,
  heads: number,
  newOrder: boolean,
): AttentionWeights {
  const channels = shapes.get(`${block}.proj_out.weight`)?.[0] ?? 0;
  const size = channels / heads;
  const project = (part: number, name: string): Projection => {
    const rows = range(0, channels).map((row) =>
      newOrder ? part * channels + row : Math.floor(row / size) * 3 * size + part * size + (row % size),
    );
    const weight = { name: `${block}.${name}.weight`, shape: [channels, channels, 1, 1] };
    return {
      weight: pickRows(shapes, `${block}.qkv.weight`, rows, weight),
      bias: pickRows(shapes, `${block}.qkv.bias`, rows, { name: `${block}.${name}.bias` }),
    };
  };
  const all = range(0, channels);
  const weight = { name: `${block}.proj_out.weight`, shape: [channels, channels, 1, 1] };
  return {
    block,
    norm: `${block}.norm`,
    query: project(0, 'query'),
    key: project(1, 'key'),
    value: project(2, 'value'),
    out: {
      weight: pickRows(shapes, `${block}.proj_out.weight`, all, weight),
      bias: pickRows(shapes, `${block}.proj_out.bias`, all, { name: `${block}.proj_out.bias` }),
    },
  };
}
