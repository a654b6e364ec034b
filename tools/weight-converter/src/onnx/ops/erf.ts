import { countElements } from '../../graph/shape.ts';
import type { Activation, Call, Constant, GeluPart, Source, Value } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { binary, isScalar, unary } from './primitives.ts';

/** Erf, also the start of x * 0.5 * (1 + Erf(x / sqrt(2))), in which exporters write a gelu. */
export const erf: Mapper = (call) => {
  const scaled = call.activation(0);
  const factor = scaled.made?.op === 'multiply' ? scaled.made.weights.other : undefined;
  const isGelu = factor?.data.length === 1 && Math.abs(factor.data[0]! - Math.SQRT1_2) < 1e-5;
  if (!isGelu) return unary(call, 'erf', scaled);
  const x = scaled.made!.inputs[0]!;
  const written = (at: Call) => unary(at, 'erf', scaled);
  return { kind: 'geluPart', x, factor: 1, timesX: false, plusOne: false, written };
};

/** 1 + Erf(...). */
export function geluOfSum(call: Call): Value | undefined {
  const part = geluPart(call);
  if (part?.other?.kind !== 'constant' || !isScalar(part.other, 1) || part.gelu.plusOne) return undefined;
  const { gelu } = part;
  return { ...gelu, plusOne: true, written: (at) => at.plus(gelu.written(at), 1) };
}

/** The factors 0.5 and x, in any order, also as one factor x * 0.5. */
export function geluOfProduct(call: Call): Value | undefined {
  const part = geluPart(call);
  const next = part && timesOther(part.gelu, part.other);
  if (!next) return undefined;
  const isComplete = next.timesX && Math.abs(next.factor - 0.5) < 1e-6;
  return isComplete ? unary(call, 'gelu', next.x, { approximate: 'none' }) : next;
}

function geluPart(call: Call): { gelu: GeluPart; other: Source | undefined } | undefined {
  const at = call.inputs.findIndex((input) => input?.kind === 'geluPart');
  const gelu = call.inputs[at];
  if (gelu?.kind !== 'geluPart') return undefined;
  const other = call.inputs[1 - at];
  return { gelu, other: other?.kind === 'activation' || other?.kind === 'constant' ? other : undefined };
}

function timesOther(gelu: GeluPart, other: Source | undefined): GeluPart | undefined {
  if (other === undefined || !gelu.plusOne) return undefined;
  const written = (at: Call): Activation => binary(at, 'multiply', gelu.written(at), other);
  if (other.kind === 'constant') return timesConstant(gelu, other, written);
  if (gelu.timesX) return undefined;
  if (other === gelu.x) return { ...gelu, timesX: true, written };
  const half =
    other.made?.op === 'multiply' && other.made.inputs[0] === gelu.x ? other.made.weights.other : undefined;
  return half?.data.length === 1
    ? { ...gelu, timesX: true, factor: gelu.factor * half.data[0]!, written }
    : undefined;
}

function timesConstant(gelu: GeluPart, other: Constant, written: GeluPart['written']): GeluPart | undefined {
  if (countElements(other.shape) !== 1) return undefined;
  return { ...gelu, factor: gelu.factor * other.data[0]!, written };
}
