import type { NodeSpec } from './graphBuilder.ts';

type Bounds = readonly [number, number];

/** Operations that only move or repeat values, or mix them with weights that sum to 1. */
const keeping = new Set(['reshape', 'permute', 'slice', 'upsample2d', 'concat']);

/** Bounds of the values a node gives, where they follow from the operation; tells what range an output image has. */
export function boundsAfter(spec: NodeSpec): Bounds | undefined {
  if (spec.op === 'tanh') return [-1, 1];
  if (spec.op === 'sigmoid') return [0, 1];
  if (spec.op === 'clamp') return clampBounds(spec);
  const bounds = spec.inputs.map((input) => input.bounds);
  const first = bounds[0];
  if (first === undefined) return undefined;
  if (keeping.has(spec.op)) {
    return bounds.every((other) => other?.[0] === first[0] && other[1] === first[1]) ? first : undefined;
  }
  const scalar = spec.weights.other?.data.length === 1 ? spec.weights.other.data[0]! : undefined;
  if (scalar === undefined || !Number.isFinite(scalar)) return undefined;
  if (spec.op === 'add') return [tidy(first[0] + scalar), tidy(first[1] + scalar)];
  const ends = [tidy(first[0] * scalar), tidy(first[1] * scalar)] as const;
  return ends[0] <= ends[1] ? ends : [ends[1], ends[0]];
}

function clampBounds({ attributes }: NodeSpec): Bounds | undefined {
  const { min, max } = attributes;
  return typeof min === 'number' && typeof max === 'number' && min < max ? [min, max] : undefined;
}

/** Removes the rounding error of f32 constants such as 1/255. */
function tidy(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
