import '@tensorflow/tfjs-backend-wasm';
import { ready, setBackend, tensor } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawCase, largestError, operationCases } from '../operationCases.ts';
import { fromLogical, toLogical } from './layout.ts';
import { operations } from './operations.ts';
import { placeWeight } from './placeWeight.ts';

beforeAll(async () => {
  await setBackend('wasm');
  await ready();
});

describe("TF.js's half means what the graph means", () => {
  test.each(operationCases)('$op $inputs $attributes', async (given) => {
    const { operands, parameters, node, expected } = drawCase(given);
    const placed = Object.entries(parameters).map(([role, { shape, data }]) => {
      const placed = placeWeight(given.op, role, data, shape, Number(node.attributes.groups ?? 1));
      return [role, tensor(placed.values, [...placed.shape])];
    });
    const made = operations[given.op]!(
      operands.map(({ shape, data }) => fromLogical(tensor(data, [...shape]))),
      Object.fromEntries(placed),
      node,
    );
    const logical = toLogical(made);
    expect(logical.shape).toEqual([...expected.shape]);
    expect(largestError(expected, await logical.data())).toBeLessThan(1e-5);
  });
});
