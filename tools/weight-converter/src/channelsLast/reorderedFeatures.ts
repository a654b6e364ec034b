import type { Activation, GraphBuilder, NodeSpec, Weight } from '../graph/graphBuilder.ts';
import { pickWeight, type WeightBudget } from './weightLayout.ts';

/** Operations on each value alone. */
const elementwise = new Set([
  ...['relu', 'leakyRelu', 'elu', 'selu', 'sigmoid', 'tanh', 'silu', 'gelu', 'clamp', 'softplus', 'softsign'],
  ...['mish', 'hardsigmoid', 'hardswish', 'exp', 'abs', 'neg', 'sqrt', 'sin', 'cos'],
]);
/** Operations whose weights are one value for each feature, or one for all. */
const perFeature = new Set(['batchNorm2d', 'prelu', 'add', 'multiply', 'sub', 'div']);
const LONGEST_CHAIN = 8;

/**
 * Makes an [N, F] activation again with feature `p` being its feature `indices[p]`, by reordering the weights of the
 * linear layer and what follows it; undefined where other operations made it. The nodes it replaces are dropped with
 * everything else that no output needs.
 */
export function reorderedFeatures(
  builder: GraphBuilder,
  budget: WeightBudget,
  value: Activation,
  indices: Uint32Array,
): Activation | undefined {
  const chain: Activation[] = [];
  for (let made = value; ; made = made.made!.inputs[0]!) {
    const spec = made.made;
    if (spec === undefined || chain.length === LONGEST_CHAIN || spec.inputs.length !== 1) return undefined;
    chain.unshift(made);
    if (spec.op === 'linear') break;
    if (!isReorderable(spec, indices.length)) return undefined;
  }
  const { hint } = builder;
  const made = chain.reduce((input, { name, made: spec }) => {
    builder.hint = `${name}.reordered`;
    const weights = Object.fromEntries(
      Object.entries(spec!.weights).map(([role, weight]) => [
        role,
        reordered(weight, spec!.op, indices, budget),
      ]),
    );
    return builder.add(spec!.op, [input], { weights, attributes: spec!.attributes });
  }, chain[0]!.made!.inputs[0]!);
  builder.hint = hint;
  return made;
}

function isReorderable({ op, weights }: NodeSpec, features: number): boolean {
  if (elementwise.has(op)) return Object.keys(weights).length === 0;
  if (!perFeature.has(op)) return false;
  return Object.values(weights).every(
    ({ shape, data }) => data.length === 1 || (data.length === features && shape.at(-1) === features),
  );
}

function reordered(weight: Weight, op: string, indices: Uint32Array, budget: WeightBudget): Weight {
  if (weight.data.length === 1) return weight;
  const axis = op === 'linear' ? 0 : weight.shape.length - 1;
  return pickWeight(weight, axis, indices, budget);
}
