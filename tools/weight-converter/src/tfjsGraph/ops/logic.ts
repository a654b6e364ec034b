import type { Call, SourceValue } from '../call.ts';
import { isConstant } from '../value.ts';
import { addition, binary } from './arithmetic.ts';
import type { Mapper, Mappers } from './mapper.ts';

/** 1 - x, which turns 1 and 0 around. */
function not(call: Call, value: SourceValue): SourceValue {
  return call.scalar('add', call.scalar('multiply', value, -1), 1);
}

/** Where the condition is 1 the first, else the second: `second + condition * (first - second)`. */
const select: Mapper = (call) => {
  const condition = call.value(0);
  const [yes, no] = [call.source(1), call.source(2)];
  const endless = [yes, no].find((part) => isConstant(part) && !part.data.every(Number.isFinite));
  if (endless) call.fail('chooses between values that are not finite, expected numbers');
  const second = call.value(2);
  const difference = addition(call, yes, call.scalar('multiply', second, -1));
  return addition(call, second, call.layers.binary('multiply', condition, difference));
};

/** What is true is 1, what is false is 0. */
export const logicOps: Mappers = {
  Greater: binary('greater', 'less'),
  GreaterEqual: binary('greaterEqual', 'lessEqual'),
  Less: binary('less', 'greater'),
  LessEqual: binary('lessEqual', 'greaterEqual'),
  Equal: binary('equal', 'equal'),
  NotEqual: (call) => not(call, binary('equal', 'equal')(call) as SourceValue),
  LogicalAnd: binary('multiply', 'multiply'),
  LogicalOr: binary('maximum', 'maximum'),
  LogicalNot: (call) => not(call, call.value(0)),
  Select: select,
  SelectV2: select,
};
