import type { Activation, GraphBuilder, NodeSpec } from './graphBuilder.ts';

interface Scaled {
  readonly value: Activation;
  readonly factor: number;
}

/** A value without the numbers that it was multiplied by. */
function withoutFactors(value: Activation): Scaled {
  const { made } = value;
  const scalar = made?.weights.other?.data.length === 1 ? made.weights.other.data[0]! : undefined;
  const isProduct = made?.op === 'multiply' || (made?.op === 'div' && made.attributes.reversed !== true);
  if (!made || !scalar || !isProduct || made.inputs[0]!.shape.length !== value.shape.length)
    return { value, factor: 1 };
  const inner = withoutFactors(made.inputs[0]!);
  return { ...inner, factor: made.op === 'multiply' ? inner.factor * scalar : inner.factor / scalar };
}

function swapLast(axes: readonly number[]): number[] {
  return [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!];
}

/** The second operand of a matrix product, as rows of which each is a column of the product. */
function rowsOf(builder: GraphBuilder, value: Activation, isTransposed: boolean): Scaled {
  const { value: plain, factor } = withoutFactors(value);
  if (isTransposed) return { value: plain, factor };
  const { made } = plain;
  const axes =
    made?.op === 'permute' ? (made.attributes.dims as number[]) : plain.shape.map((_, axis) => axis);
  const dims = swapLast(axes);
  const source = made?.op === 'permute' ? withoutFactors(made.inputs[0]!) : { value: plain, factor: 1 };
  const isPlain = dims.every((axis, at) => axis === at);
  return {
    value: isPlain ? source.value : builder.add('permute', [source.value], { attributes: { dims } }),
    factor: factor * source.factor,
  };
}

/**
 * Attention, where a matrix product is softmax(q k^T * scale) v, as exporters write it out: one operation then, which does not
 * keep the scores. Returns nothing where the product is another one.
 */
export function attentionOf(
  builder: GraphBuilder,
  { op, inputs, attributes }: NodeSpec,
): Activation | undefined {
  const [shares, values] = inputs;
  const softmax =
    op === 'matmul' && !attributes.transposeA && shares?.made?.op === 'softmax' ? shares.made : undefined;
  if (!softmax || !values || attributes.transposeB) return undefined;
  const last = values.shape.length - 1;
  const dim = (softmax.attributes.dim as number | undefined) ?? -1;
  const scores = withoutFactors(softmax.inputs[0]!);
  const product = scores.value.made;
  if ((dim !== last && dim !== -1) || product?.op !== 'matmul' || product.attributes.transposeA)
    return undefined;
  const [left, right] = product.inputs as [Activation, Activation];
  const leading = (shape: readonly number[]) => String(shape.slice(0, -2));
  if (![left, right].every(({ shape }) => leading(shape) === leading(values.shape))) return undefined;
  const query = withoutFactors(left);
  const key = rowsOf(builder, right, product.attributes.transposeB === true);
  return builder.add('scaledDotProductAttention', [query.value, key.value, values], {
    attributes: { scale: Math.fround(scores.factor * query.factor * key.factor) },
  });
}
