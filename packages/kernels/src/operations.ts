import { conv2d } from './conv2d/conv2d.ts';
import { convTranspose2d } from './convTranspose2d/convTranspose2d.ts';
import type { Operation } from './kernel.ts';
import { linear } from './linear/linear.ts';

// A record of different attribute types: each operation is only ever given attributes that it parsed itself.
const all = [conv2d, convTranspose2d, linear] as readonly Operation<never>[] as readonly Operation[];

/** Every graph operation by its name; without a prototype, so that `operations[untrusted]` finds nothing else. */
export const operations: Readonly<Record<string, Operation>> = Object.freeze(
  all.reduce<Record<string, Operation>>((byName, operation) => {
    byName[operation.name] = operation;
    return byName;
  }, Object.create(null)),
);
