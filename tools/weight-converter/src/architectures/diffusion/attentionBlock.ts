import type { ComputedWeight } from '../architecture.ts';
import type { LayerList } from '../layerList.ts';
import type { Feature, GroupNormSettings } from './feature.ts';

/** A 1x1 convolution's weights. */
export interface Projection {
  readonly weight: ComputedWeight;
  readonly bias?: ComputedWeight;
}

export interface AttentionWeights {
  readonly block: string;
  /** Prefix of the group norm. */
  readonly norm: string;
  readonly query: Projection;
  readonly key: Projection;
  readonly value: Projection;
  readonly out: Projection;
}

/**
 * Self-attention of all positions of an image, plus the input: Vaswani et al. 2017, section 3.2, behind a group norm.
 * @param heads into which the channels are divided, head by head
 */
export function addAttentionBlock(
  list: LayerList,
  weights: AttentionWeights,
  input: Feature,
  heads: number,
  norm: GroupNormSettings,
): Feature {
  const { block } = weights;
  const { channels, height, width } = input;
  const [size, positions] = [channels / heads, height * width];
  const normed = list.add('groupNorm', weights.norm, [input.name], {
    weights: weights.norm,
    attributes: { ...norm },
  });
  const project = (part: string, from: string, projection: Projection) =>
    list.add('conv2d', `${block}.${part}`, [from], { weights: { ...projection } });
  const [query, key, value] = (['query', 'key', 'value'] as const).map((part) => {
    const rows = list.reshape(
      `${block}.${part}.heads`,
      project(part, normed, weights[part]),
      heads,
      size,
      positions,
    );
    return list.add('permute', `${block}.${part}.positions`, [rows], { attributes: { dims: [0, 1, 3, 2] } });
  }) as [string, string, string];
  const mixed = list.add('scaledDotProductAttention', `${block}.attention`, [query, key, value]);
  const columns = list.add('permute', `${block}.columns`, [mixed], { attributes: { dims: [0, 1, 3, 2] } });
  const joined = list.reshape(`${block}.joined`, columns, channels, height, width);
  const out = project('out', joined, weights.out);
  return { ...input, name: list.add('add', block, [out, input.name]) };
}
