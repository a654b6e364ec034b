import {
  add,
  div,
  equal,
  greater,
  greaterEqual,
  less,
  lessEqual,
  maximum,
  minimum,
  multiply,
  pow,
  sub,
} from './arithmetic/arithmetic.ts';
import { commonOperations } from './commonOperations.ts';
import { embedding } from './embedding/embedding.ts';
import { groupNorm } from './groupNorm/groupNorm.ts';
import { indexSelect } from './indexSelect/indexSelect.ts';
import { instanceNorm2d } from './instanceNorm2d/instanceNorm2d.ts';
import type { Operation } from './kernel.ts';
import { layerNorm } from './layerNorm/layerNorm.ts';
import { matmul } from './matmul/matmul.ts';
import { operationsByName } from './operationsByName.ts';
import { pad2d } from './pad2d/pad2d.ts';
import { permute } from './permute/permute.ts';
import { pixelShuffle, pixelUnshuffle } from './pixelShuffle/pixelShuffle.ts';
import { avgPool2d, maxPool2d } from './pool2d/pool2d.ts';
import { amax, amin, mean, sum } from './reduction/reduction.ts';
import { scaledDotProductAttention } from './scaledDotProductAttention/scaledDotProductAttention.ts';
import { slice } from './slice/slice.ts';
import { softmax } from './softmax/softmax.ts';
import {
  abs,
  ceil,
  celu,
  cos,
  erf,
  exp,
  floor,
  hardsigmoid,
  hardswish,
  log,
  logsigmoid,
  mish,
  neg,
  reciprocal,
  round,
  rsqrt,
  selu,
  sign,
  sin,
  softplus,
  softsign,
  sqrt,
  square,
  tan,
} from './unary/unary.ts';
import { where } from './where/where.ts';

/** Every graph operation by its name. */
export const operations: Readonly<Record<string, Operation>> = operationsByName([
  ...Object.values(commonOperations),
  instanceNorm2d,
  groupNorm,
  layerNorm,
  softmax,
  matmul,
  scaledDotProductAttention,
  mean,
  sum,
  amax,
  amin,
  pad2d,
  add,
  multiply,
  sub,
  div,
  pow,
  maximum,
  minimum,
  greater,
  greaterEqual,
  less,
  lessEqual,
  equal,
  where,
  permute,
  slice,
  maxPool2d,
  avgPool2d,
  pixelShuffle,
  pixelUnshuffle,
  embedding,
  indexSelect,
  exp,
  log,
  sqrt,
  rsqrt,
  reciprocal,
  abs,
  neg,
  sign,
  floor,
  ceil,
  round,
  sin,
  cos,
  tan,
  erf,
  square,
  softplus,
  softsign,
  mish,
  hardsigmoid,
  hardswish,
  selu,
  celu,
  logsigmoid,
]);
