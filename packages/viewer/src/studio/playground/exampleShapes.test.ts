import { operations } from '@roentgan/kernels';
import { formatCall, kernelsFor, parseCall } from '@roentgan/kernels/measure';
import { expect, test } from 'vitest';
import { exampleShapes } from './exampleShapes.ts';

const rows = Object.entries(exampleShapes).flatMap(([op, shapes]) =>
  shapes.map((shape) => [op, shape] as const),
);

test.each(rows)('%s "%s" is a call that some kernel runs, as it would be printed', (op, shape) => {
  const operation = operations[op]!;
  const call = parseCall(operation, shape);
  expect(kernelsFor(operation, call).length).toBeGreaterThan(0);
  expect(parseCall(operation, formatCall(operation, call))).toEqual(call);
});
