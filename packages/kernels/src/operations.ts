import { commonOperations } from './commonOperations.ts';
import { operations as attention } from './groups/attention.ts';
import { operations as convolutional } from './groups/convolutional.ts';
import { operations as elementwise } from './groups/elementwise.ts';
import { operations as gridSampling } from './groups/gridSample.ts';
import { operations as rearranging } from './groups/rearranging.ts';
import { operations as statistics } from './groups/statistics.ts';
import type { Operation } from './kernel.ts';

/** Every graph operation by its name, without a prototype. */
export const operations: Readonly<Record<string, Operation>> = Object.freeze(
  Object.assign(
    Object.create(null),
    commonOperations,
    convolutional,
    elementwise,
    statistics,
    attention,
    rearranging,
    gridSampling,
  ),
);
