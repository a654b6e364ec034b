import { activationLayout } from '../activationLayout.ts';
import { booleanAttribute, numberAttribute } from '../attributes.ts';
import { checkRank, checkShape, largestRank } from '../checkShape.ts';
import { flatWorkgroups, workgroupSize } from '../dispatch.ts';
import type { Call, Kernel, Operation } from '../kernel.ts';
import { matmulConstants } from '../matmul/matmulPlaces.ts';
import prelude from '../matmul/matmulPlaces.wgsl?raw';
import { elementCount, type Shape } from '../tensor.ts';
import code from './scaledDotProductAttention.wgsl?raw';

export interface ScaledDotProductAttentionAttributes {
  /** What products of queries and keys are multiplied by; 1 / sqrt(features) where absent. */
  readonly scale?: number;
  /** True: query i sees the keys 0 to i only. */
  readonly causal: boolean;
}

type AttentionCall = Call<ScaledDotProductAttentionAttributes>;

/** Slots and features of the values that a workgroup computes; `slotTile` and `columnTile` in scaledDotProductAttention.wgsl. */
const tile = { slots: 16, columns: 64 };

/** Scores are one product of matrices, results another; both say where their operands lie. */
function constantsOf({ inputs, output, attributes }: AttentionCall) {
  const [query, key, value] = inputs as [Shape, Shape, Shape];
  const shape = [...query.slice(0, -1), key.at(-2)!];
  const scores = matmulConstants({ a: query, b: key, transposeA: false, transposeB: true, output: shape });
  const results = matmulConstants({ a: shape, b: value, transposeA: false, transposeB: false, output });
  return {
    SLOTS: scores.SLOTS,
    ROWS: scores.ROWS,
    KEYS: scores.COLUMNS,
    FEATURES: scores.INNER,
    COLUMNS: results.COLUMNS,
    SCALE: Math.fround(attributes.scale ?? 1 / Math.sqrt(scores.INNER)),
    CAUSAL: attributes.causal ? 1 : 0,
    LEADING: scores.LEADING,
    GROUPS: scores.GROUPS,
    SIZE_2: scores.SIZE_2,
    SIZE_3: scores.SIZE_3,
    QUERY_IMAGE: scores.INPUT_IMAGE,
    QUERY_GROUP: scores.INPUT_GROUP,
    QUERY_2: scores.INPUT_2,
    QUERY_3: scores.INPUT_3,
    QUERY_SLOT: scores.INPUT_SLOT,
    QUERY_FEATURE: scores.INPUT_INNER,
    QUERY_LANE: scores.INPUT_LANE,
    KEY_IMAGE: scores.OTHER_IMAGE,
    KEY_GROUP: scores.OTHER_GROUP,
    KEY_2: scores.OTHER_2,
    KEY_3: scores.OTHER_3,
    KEY_ROW: scores.OTHER_COLUMN,
    KEY_FEATURE: scores.OTHER_INNER,
    VALUE_IMAGE: results.OTHER_IMAGE,
    VALUE_GROUP: results.OTHER_GROUP,
    VALUE_2: results.OTHER_2,
    VALUE_3: results.OTHER_3,
    VALUE_ROW: results.OTHER_INNER,
    VALUE_COLUMN: results.OTHER_COLUMN,
    OUTPUT_IMAGE: results.OUTPUT_IMAGE,
    OUTPUT_2: results.OUTPUT_2,
    OUTPUT_3: results.OUTPUT_3,
    OUTPUT_SLOT: results.OUTPUT_SLOT,
    OUTPUT_COLUMN: results.OUTPUT_COLUMN,
    OUTPUT_LANE: results.OUTPUT_LANE,
  };
}

export const scaledDotProductAttentionKernel: Kernel<ScaledDotProductAttentionAttributes> = {
  name: 'scaledDotProductAttention',
  code,
  prelude,
  bindings: [
    { name: 'output', access: 'read_write' },
    { name: 'query', access: 'read' },
    { name: 'key', access: 'read' },
    { name: 'value', access: 'read' },
  ],
  epilogue: true,
  constants: constantsOf,
  workgroups: (call) => {
    const { SLOTS, COLUMNS, GROUPS, SIZE_2, SIZE_3 } = constantsOf(call);
    const tiles = Math.ceil(SLOTS / tile.slots) * Math.ceil(COLUMNS / tile.columns);
    const heads = activationLayout(call.output).batch * GROUPS * SIZE_2 * SIZE_3;
    return flatWorkgroups(heads * tiles * workgroupSize);
  },
};

/**
 * `torch.nn.functional.scaled_dot_product_attention` without mask and dropout: queries [N, ..., L, E], keys [N, ..., S, E],
 * values [N, ..., S, F], heads between the batch and them; ranks 3 to 6. The result is [N, ..., L, F].
 */
export const scaledDotProductAttention: Operation<ScaledDotProductAttentionAttributes> = {
  name: 'scaledDotProductAttention',
  inputs: { min: 3, max: 3 },
  weights: {},
  parseAttributes: (raw, where) => ({
    ...(raw.scale === undefined ? {} : { scale: numberAttribute(raw, 'scale', undefined, where) }),
    causal: booleanAttribute(raw, 'causal', false, where),
  }),
  outputShape({ inputs }, where) {
    const [query, key, value] = inputs;
    checkRank(query, 3, largestRank, where);
    const leading = query.slice(0, -2);
    checkShape(key, [...leading, -1, query.at(-1)!], 'key', where);
    checkShape(value, [...leading, key.at(-2)!, -1], 'value', where);
    return [...query.slice(0, -1), value.at(-1)!];
  },
  macs: ({ inputs }) => {
    const [query, key, value] = inputs;
    return (elementCount(query!) / query!.at(-1)!) * key!.at(-2)! * (query!.at(-1)! + value!.at(-1)!);
  },
  kernels: [scaledDotProductAttentionKernel],
};
