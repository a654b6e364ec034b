import { uniformFrom } from '../src/measure/seededValues.ts';
import { callOf } from './callOf.ts';
import type { Case, CaseTable } from './case.ts';

type Convolution = 'conv2d' | 'convTranspose2d';

/** What a row is not to be random in. */
export interface FixedConvolution {
  readonly groups?: number;
  readonly stride?: readonly number[];
  readonly dilation?: readonly number[];
  readonly kernel?: readonly number[];
}

function randomRow(operation: Convolution, uniform: () => number, fixed: FixedConvolution): Case {
  const upTo = (low: number, high: number) => low + Math.floor(uniform() * (high - low + 1));
  const pair = (low: number, high: number) => [upTo(low, high), upTo(low, high)];
  const groups = fixed.groups ?? upTo(1, 3);
  const unit = upTo(0, 1) === 0 ? 4 : 1; // whole vec4 as often as not
  const depth = unit * upTo(1, unit === 4 ? 2 : 7);
  const width = unit * upTo(1, unit === 4 ? 2 : 7);
  const transposed = operation === 'convTranspose2d';
  const stride = fixed.stride ?? pair(1, 4);
  const dilation = fixed.dilation ?? pair(1, 3);
  const padding = [...pair(0, 3), ...pair(0, 3)];
  const outputPadding = [0, 1].map((axis) => upTo(0, Math.max(stride[axis]!, dilation[axis]!) - 1));
  const attributes = { stride, padding, dilation, groups, ...(transposed ? { outputPadding } : {}) };
  const inputs = [[upTo(1, 3), depth * groups, upTo(1, 9), upTo(1, 9) * upTo(1, 3)]];
  const kernel = fixed.kernel ?? pair(1, 4);
  const weight = transposed ? [depth * groups, width, ...kernel] : [width * groups, depth, ...kernel];
  const weights = { weight, ...(upTo(0, 1) === 1 ? { bias: [width * groups] } : {}) };
  return { name: JSON.stringify({ inputs, weights, attributes }), inputs, weights, attributes };
}

/** Seeded random rows whose kernel fits into the padded input: every stride, dilation, padding and grouping that is not fixed. */
export function randomConvolutions(
  operation: Convolution,
  count: number,
  fixed: FixedConvolution = {},
): CaseTable {
  const uniform = uniformFrom(`random ${operation}`);
  const cases: Case[] = [];
  const table: CaseTable = { operation, tolerance: 'sum', cases };
  while (cases.length < count) {
    const row = randomRow(operation, uniform, fixed);
    try {
      callOf(table, row);
      cases.push(row);
    } catch (error) {
      if (!String(error).includes('expected at least 1')) throw error;
    }
  }
  return table;
}
