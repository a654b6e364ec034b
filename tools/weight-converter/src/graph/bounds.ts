import type { NodeSpec } from './graphBuilder.ts';

type Bounds = readonly [number, number];

/** Operations that only move or repeat values, or mix them with weights that sum to 1. */
const keeping = new Set(
  'reshape permute slice upsample2d concat maxPool2d pixelShuffle pixelUnshuffle indexSelect maximum minimum'.split(
    ' ',
  ),
);

/** Functions whose values have bounds whatever they are given. */
const bounded: Readonly<Record<string, Bounds>> = {
  tanh: [-1, 1],
  sigmoid: [0, 1],
  hardsigmoid: [0, 1],
  softsign: [-1, 1],
  erf: [-1, 1],
  sin: [-1, 1],
  cos: [-1, 1],
  sign: [-1, 1],
};

/** Bounds of the values a node gives, where they follow from the operation; tells what range an output image has. */
export function boundsAfter(spec: NodeSpec): Bounds | undefined {
  if (Object.hasOwn(bounded, spec.op)) return bounded[spec.op];
  if (spec.op === 'clamp') return clampBounds(spec);
  const bounds = spec.inputs.map((input) => input.bounds);
  const first = bounds[0];
  if (first === undefined) return undefined;
  if (spec.op === 'gridSample') return sampledBounds(spec, first);
  if (keeping.has(spec.op) && !spec.weights.other) {
    return bounds.every((other) => other?.[0] === first[0] && other[1] === first[1]) ? first : undefined;
  }
  const scalar = spec.weights.other?.data.length === 1 ? spec.weights.other.data[0]! : undefined;
  if (scalar === undefined || !Number.isFinite(scalar)) return undefined;
  const ends = first.map((bound) => withScalar(spec, bound, scalar)).sort((a, b) => a - b);
  return ends.every(Number.isFinite) ? [tidy(ends[0]!), tidy(ends[1]!)] : undefined;
}

/** What an operation that keeps or turns the order of values makes of one; NaN for others. */
function withScalar({ op, attributes: { reversed } }: NodeSpec, value: number, scalar: number): number {
  if (op === 'add') return value + scalar;
  if (op === 'multiply') return value * scalar;
  if (op === 'sub') return reversed ? scalar - value : value - scalar;
  return op === 'div' && !reversed ? value / scalar : Number.NaN;
}

/** Zeros stand around an image, unless its edges or its mirror image do. Bicubic goes beyond what it is given. */
function sampledBounds({ attributes }: NodeSpec, [low, high]: Bounds): Bounds | undefined {
  if (attributes.mode === 'bicubic') return undefined;
  return attributes.paddingMode === 'zeros' ? [Math.min(low, 0), Math.max(high, 0)] : [low, high];
}

function clampBounds({ attributes }: NodeSpec): Bounds | undefined {
  const { min, max } = attributes;
  return typeof min === 'number' && typeof max === 'number' && min < max ? [min, max] : undefined;
}

/** Removes the rounding error of f32 constants such as 1/255. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
