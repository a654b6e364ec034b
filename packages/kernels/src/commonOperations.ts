import { clamp, elu, gelu, leakyRelu, prelu, relu, sigmoid, silu, tanh } from './activation/activation.ts';
import { batchNorm2d } from './batchNorm2d/batchNorm2d.ts';
import { concat } from './concat/concat.ts';
import { conv2d } from './conv2d/conv2d.ts';
import { convTranspose2d } from './convTranspose2d/convTranspose2d.ts';
import type { Operation } from './kernel.ts';
import { linear } from './linear/linear.ts';
import { operationsByName } from './operationsByName.ts';
import { reshape } from './reshape/reshape.ts';
import { upsample2d } from './upsample2d/upsample2d.ts';

/** The operations of plain convolutional generators, by name. All others are in `operations`, which is several times larger. */
export const commonOperations: Readonly<Record<string, Operation>> = operationsByName([
  conv2d,
  convTranspose2d,
  linear,
  batchNorm2d,
  upsample2d,
  concat,
  reshape,
  relu,
  leakyRelu,
  prelu,
  elu,
  sigmoid,
  tanh,
  silu,
  gelu,
  clamp,
]);
