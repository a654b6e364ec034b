import type { Call, Constant, SourceValue, Weight } from '../call.ts';

const takeBias = new Set(['conv2d', 'convTranspose2d', 'linear']);

/** Adds one value for each channel: as the bias of the convolution or matrix product that made `value` where it has none. */
export function withBias(call: Call, value: SourceValue, bias: Weight): SourceValue {
  const { made } = value.held;
  const channelAxis = value.order.indexOf(value.shape.length - 1);
  if (!made || !takeBias.has(made.op) || made.weights.bias || channelAxis !== 1 || value.flatOf)
    return call.layers.withConstant('add', value, bias);
  // Made again with it; the one without is dropped, because nothing needs it.
  const weights = { ...made.weights, bias };
  const held = call.builder.add(made.op, made.inputs, { weights, attributes: made.attributes });
  return { ...value, held };
}

/** The sum of input `at` and a constant, as a bias where it is one and nothing else reads that input; else undefined. */
export function biased(
  call: Call,
  value: SourceValue,
  constant: Constant,
  at: number,
): SourceValue | undefined {
  const isBias = constant.shape.length === 1 && constant.shape[0] === value.shape.at(-1);
  return isBias && call.isOnlyReader(at) ? withBias(call, value, call.weight(constant)) : undefined;
}
