import type { Activation, Weight } from '../../graph/graphBuilder.ts';
import type { Call, SourceValue } from '../call.ts';

/** A factor or addend of a normalisation: computed, constant, or none. */
type Part = Activation | Weight | undefined;

interface Scale {
  readonly x: Activation;
  readonly mean: Activation;
  readonly eps: number;
  readonly gamma: Part;
}

/** (x - mean) * scale, as a product of its two factors, in any order. */
export function normalisedProduct(call: Call, a: SourceValue, b: SourceValue): SourceValue | undefined {
  for (const [value, factor] of [[a, b] as const, [b, a] as const]) {
    const scale = scaleOf(factor.held, 'rsqrt');
    if (scale && isDifference(value.held, scale)) return instanceNorm(call, value, scale, undefined);
  }
  return undefined;
}

/** (x - mean) / sqrt(variance + eps) */
export function normalisedQuotient(call: Call, a: SourceValue, b: SourceValue): SourceValue | undefined {
  const scale = rootOf(b.held, 'sqrt');
  return scale && isDifference(a.held, scale) ? instanceNorm(call, a, scale, undefined) : undefined;
}

/** x * scale + (beta - mean * scale), as a sum of its two terms, in any order: tf.nn.batch_normalization. */
export function normalisedSum(call: Call, a: SourceValue, b: SourceValue): SourceValue | undefined {
  for (const [product, shift] of [[a, b] as const, [b, a] as const]) {
    const [x, factor] = factorsOf(product.held);
    const made = shift.held.made;
    if (!x || !factor || made?.op !== 'sub') continue;
    for (const scale of [scaleOf(factor, 'rsqrt'), scaleOf(x, 'rsqrt')]) {
      const subtrahend = made.weights.other ? made.inputs[0] : made.inputs[1];
      const isScaled = subtrahend && scale && isProduct(subtrahend, scale.mean, scale.x === x ? factor : x);
      if (!isScaled || (scale.x !== x && scale.x !== factor)) continue;
      if (made.weights.other && made.attributes.reversed !== true) continue;
      return instanceNorm(call, product, scale, made.weights.other ?? made.inputs[0]);
    }
  }
  return undefined;
}

function instanceNorm(
  call: Call,
  like: SourceValue,
  { x, eps, gamma }: Scale,
  beta: Part,
): SourceValue | undefined {
  if (like.order.join() !== '0,3,1,2' || like.flatOf || x.shape.join() !== like.held.shape.join())
    return undefined;
  const { builder } = call;
  const channels = x.shape[1]!;
  const [weight, bias] = [gamma, beta].map((part) => vectorOf(part, channels));
  // As weights where both are constant; what is computed, or only one of them, is multiplied and added.
  if (weight && bias) {
    return {
      ...like,
      held: builder.add('instanceNorm2d', [x], { weights: { weight, bias }, attributes: { eps } }),
    };
  }
  const norm = builder.add('instanceNorm2d', [x], { attributes: { eps } });
  const scaled = gamma ? applied(call, 'multiply', norm, gamma) : norm;
  return { ...like, held: beta ? applied(call, 'add', scaled, beta) : scaled };
}

function applied({ builder }: Call, op: string, value: Activation, part: Activation | Weight): Activation {
  return 'kind' in part
    ? builder.add(op, [value, part])
    : builder.add(op, [value], { weights: { other: part } });
}

function vectorOf(part: Part, channels: number): Weight | undefined {
  if (!part || 'kind' in part || part.data.length !== channels || part.shape[1] !== channels)
    return undefined;
  return { name: part.name, shape: [channels], data: part.data };
}

/** A root, or a root times gamma. */
function scaleOf(value: Activation, op: string): Scale | undefined {
  const root = rootOf(value, op);
  if (root || value.made?.op !== 'multiply') return root;
  const { inputs, weights } = value.made;
  for (const [at, input] of inputs.entries()) {
    const inner = rootOf(input, op);
    if (inner) return { ...inner, gamma: weights.other ?? inputs[1 - at] };
  }
  return undefined;
}

/** (variance(x) + eps) to a power, over the positions of each channel. */
function rootOf(value: Activation, op: string): Scale | undefined {
  const sum = value.made?.op === op ? value.made.inputs[0]!.made : undefined;
  const eps = sum?.op === 'add' ? sum.weights.other : undefined;
  const squares = eps?.data.length === 1 ? meanOf(sum!.inputs[0]!) : undefined;
  const difference = squares?.made?.op === 'square' ? squares.made.inputs[0]!.made : undefined;
  if (difference?.op !== 'sub' || difference.inputs.length !== 2) return undefined;
  const [one, other] = difference.inputs as [Activation, Activation];
  const scale = { eps: eps!.data[0]!, gamma: undefined };
  if (meanOf(other) === one) return { x: one, mean: other, ...scale };
  return meanOf(one) === other ? { x: other, mean: one, ...scale } : undefined;
}

/** What a value is the mean of, over the positions of each channel. */
function meanOf({ made }: Activation): Activation | undefined {
  if (made?.op !== 'mean' || made.attributes.keepdim !== true || made.inputs[0]!.shape.length !== 4)
    return undefined;
  const { dim } = made.attributes as { dim: readonly number[] };
  return dim.toSorted((a, b) => a - b).join() === '2,3' ? made.inputs[0] : undefined;
}

function isDifference({ made }: Activation, { x, mean }: Scale): boolean {
  return made?.op === 'sub' && made.inputs[0] === x && made.inputs[1] === mean;
}

function factorsOf({ made }: Activation): readonly [Activation?, Activation?] {
  return made?.op === 'multiply' && made.inputs.length === 2 ? (made.inputs as [Activation, Activation]) : [];
}

function isProduct(value: Activation, one: Activation, other: Activation): boolean {
  const [a, b] = factorsOf(value);
  return (a === one && b === other) || (a === other && b === one);
}
