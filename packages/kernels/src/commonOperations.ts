import { leakyRelu, relu, sigmoid, tanh } from './activation/activation.ts';
import { batchNorm2d } from './batchNorm2d/batchNorm2d.ts';
import { alignedConvTranspose2d } from './convTranspose2d/convTranspose2d.ts';
import type { Operation } from './kernel.ts';
import { operationsByName } from './operationsByName.ts';

/** The operations of a DCGAN, by name: what every page loads. The others are in `operationGroups`, and all in `operations`. */
export const commonOperations: Readonly<Record<string, Operation>> = operationsByName([
  alignedConvTranspose2d,
  batchNorm2d,
  relu,
  leakyRelu,
  sigmoid,
  tanh,
]);
