import { clamp, elu, gelu, leakyRelu, prelu, relu, sigmoid, silu, tanh } from './activation/activation.ts';
import { add, multiply } from './arithmetic/arithmetic.ts';
import { batchNorm2d } from './batchNorm2d/batchNorm2d.ts';
import { concat } from './concat/concat.ts';
import { conv2d } from './conv2d/conv2d.ts';
import { convTranspose2d } from './convTranspose2d/convTranspose2d.ts';
import { instanceNorm2d } from './instanceNorm2d/instanceNorm2d.ts';
import type { Operation } from './kernel.ts';
import { linear } from './linear/linear.ts';
import { pad2d } from './pad2d/pad2d.ts';
import { permute } from './permute/permute.ts';
import { reshape } from './reshape/reshape.ts';
import { slice } from './slice/slice.ts';
import { upsample2d } from './upsample2d/upsample2d.ts';

// A record of different attribute types: each operation is only ever given attributes that it parsed itself.
const all = [
  conv2d,
  convTranspose2d,
  linear,
  batchNorm2d,
  instanceNorm2d,
  upsample2d,
  pad2d,
  add,
  multiply,
  concat,
  reshape,
  permute,
  slice,
  relu,
  leakyRelu,
  prelu,
  elu,
  sigmoid,
  tanh,
  silu,
  gelu,
  clamp,
] as readonly unknown[] as readonly Operation[];

/** Every graph operation by its name; without a prototype, so that `operations[untrusted]` finds nothing else. */
export const operations: Readonly<Record<string, Operation>> = Object.freeze(
  all.reduce<Record<string, Operation>>((byName, operation) => {
    byName[operation.name] = operation;
    return byName;
  }, Object.create(null)),
);
