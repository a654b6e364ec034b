import type { Constant } from '../../graph/constant.ts';
import { broadcastBoth, broadcastTo, made, space } from '../../graph/constantOps.ts';
import { broadcastShapes, formatDims } from '../../graph/shape.ts';
import type { Fold, Folds } from './fold.ts';

function unary(evaluate: (x: number) => number, type?: Constant['type']): Fold {
  return (call, [x]) => {
    const data = space(call, x!.data.length, x!);
    for (let at = 0; at < data.length; at++) data[at] = evaluate(x!.data[at]!);
    return made(call, type ?? x!.type, x!.shape, data);
  };
}

function binary(evaluate: (a: number, b: number) => number, type?: Constant['type']): Fold {
  return (call, inputs) =>
    inputs.slice(1).reduce((a, b) => {
      const [left, right] = broadcastBoth(call, a, b);
      const like = type === undefined ? a : { data: new Float64Array() };
      const data = space(call, left.data.length, like);
      for (let at = 0; at < data.length; at++) data[at] = evaluate(left.data[at]!, right.data[at]!);
      return made(call, type ?? a.type, left.shape, data);
    }, inputs[0]!);
}

function test(evaluate: (a: number, b: number) => unknown): Fold {
  return binary((a, b) => Number(Boolean(evaluate(a, b))), 'boolean');
}

/** Between integers the quotient is truncated. */
const divide: Fold = (call, inputs) => {
  const isWhole = inputs.every(({ type }) => type !== 'float') && call.node.op === 'Div';
  return binary((a, b) => (isWhole ? Math.trunc(a / b) : a / b))(call, inputs);
};

const select: Fold = (call, [condition, a, b]) => {
  const [left, right] = broadcastBoth(call, a!, b!);
  const shape = broadcastShapes(condition!.shape, left.shape);
  if (!shape) return call.fail(`its condition ${formatDims(condition!.shape)} does not broadcast`);
  const [chosen, yes, no] = [condition!, left, right].map((input) => broadcastTo(call, input, shape));
  const data = space(call, chosen!.data.length, a!);
  for (let at = 0; at < data.length; at++) data[at] = (chosen!.data[at] ? yes : no)!.data[at]!;
  return made(call, a!.type, shape, data);
};

const cast: Fold = (call, [x]) => {
  const to = call.attributes.dataType('DstT');
  if (['FLOAT', 'HALF', 'DOUBLE', 'BFLOAT16'].includes(to)) {
    const data = space(call, x!.data.length, { data: new Float32Array() });
    data.set(x!.data);
    return made(call, 'float', x!.shape, data);
  }
  const type = to === 'BOOL' ? 'boolean' : 'integer';
  const whole = (value: number) => (type === 'boolean' ? Number(value !== 0) : Math.trunc(value));
  const data = space(call, x!.data.length, { data: new Float64Array() });
  for (let at = 0; at < data.length; at++) data[at] = whole(x!.data[at]!);
  return made(call, type, x!.shape, data);
};

/** Rounds halves to even, as TensorFlow does. */
function roundHalfEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

const floorMod = (a: number, b: number) => a - b * Math.floor(a / b);

export const elementwiseFolds: Folds = {
  Add: binary((a, b) => a + b),
  AddV2: binary((a, b) => a + b),
  AddN: binary((a, b) => a + b),
  BiasAdd: binary((a, b) => a + b),
  Sub: binary((a, b) => a - b),
  Mul: binary((a, b) => a * b),
  Div: divide,
  RealDiv: divide,
  DivNoNan: binary((a, b) => (b === 0 ? 0 : a / b)),
  FloorDiv: binary((a, b) => Math.floor(a / b)),
  FloorMod: binary(floorMod),
  Mod: binary((a, b) => a % b),
  Pow: binary((a, b) => a ** b),
  Maximum: binary((a, b) => Math.max(a, b)),
  Minimum: binary((a, b) => Math.min(a, b)),
  SquaredDifference: binary((a, b) => (a - b) ** 2),
  Equal: test((a, b) => a === b),
  NotEqual: test((a, b) => a !== b),
  Greater: test((a, b) => a > b),
  GreaterEqual: test((a, b) => a >= b),
  Less: test((a, b) => a < b),
  LessEqual: test((a, b) => a <= b),
  LogicalAnd: test((a, b) => a && b),
  LogicalOr: test((a, b) => a || b),
  LogicalNot: unary((x) => Number(!x), 'boolean'),
  Neg: unary((x) => -x),
  Abs: unary(Math.abs),
  Sign: unary(Math.sign),
  Floor: unary(Math.floor),
  Ceil: unary(Math.ceil),
  Round: unary(roundHalfEven),
  Sqrt: unary(Math.sqrt),
  Rsqrt: unary((x) => 1 / Math.sqrt(x)),
  Square: unary((x) => x * x),
  Reciprocal: unary((x) => 1 / x),
  Exp: unary(Math.exp),
  Log: unary(Math.log),
  Sin: unary(Math.sin),
  Cos: unary(Math.cos),
  Tanh: unary(Math.tanh),
  Sigmoid: unary((x) => 1 / (1 + Math.exp(-x))),
  Relu: unary((x) => Math.max(x, 0)),
  Cast: cast,
  Select: select,
  SelectV2: select,
};
