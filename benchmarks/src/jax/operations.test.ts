import { defaultDevice, init, jit, numpy as np } from '@jax-js/jax';
import { beforeAll, describe, expect, test } from 'vitest';
import { drawCase, largestError, operationCases } from '../operationCases.ts';
import { placeForJax } from './channelsFirst.ts';
import { operations } from './operations.ts';

beforeAll(async () => {
  await init('wasm');
  defaultDevice('wasm');
});

type Arrays = Record<string, np.Array>;

const arrayOf = ({ shape, data }: { shape: readonly number[]; data: Float32Array }): np.Array =>
  np.array(data.slice(), { shape: [...shape] });

/** What the library has not, and the benchmark therefore refuses. */
const refused = (attributes: Readonly<Record<string, unknown>> = {}): boolean =>
  Number(attributes.value ?? 0) !== 0 || ((attributes.steps as number[]) ?? []).some((step) => step !== 1);

describe("jax-js's half means what the graph means, under jit", () => {
  test.each(operationCases.filter(({ attributes }) => !refused(attributes)))(
    '$op $inputs $attributes',
    async (given) => {
      const { operands, parameters, node, expected } = drawCase(given);
      const placed = Object.entries(parameters).map(([role, { shape, data }]) => {
        const { shape: sizes, values } = placeForJax(node, role, { shape, values: data as Float32Array });
        return [role, arrayOf({ shape: sizes, data: values })];
      });
      const apply = jit((inputs: np.Array[], weights: Arrays) =>
        operations[given.op]!(inputs, weights, node),
      );
      const made = apply(
        operands.map(({ shape, data }) => arrayOf({ shape, data: data as Float32Array })),
        Object.fromEntries(placed),
      );
      expect(made.shape).toEqual([...expected.shape]);
      expect(largestError(expected, (await made.data()) as Float32Array)).toBeLessThan(1e-5);
    },
  );
});

test.each([
  [{ op: 'pad2d', attributes: { padding: [1, 1, 1, 1], mode: 'zero', value: 2 } }, 'mode is zero'],
  [{ op: 'slice', attributes: { starts: [0], ends: [4], axes: [2], steps: [2] } }, 'steps are 2'],
  [{ op: 'upsample2d', attributes: { size: [7, 8], mode: 'nearest' } }, '5 to 7, expected a whole factor'],
])('what it cannot express is said: %j', ({ op, attributes }, message) => {
  const { operands, node } = drawCase({ op, attributes, inputs: [[1, 3, 5, 4]] });
  const x = arrayOf(operands[0] as { shape: readonly number[]; data: Float32Array });
  expect(() => operations[op]!([x], {}, node)).toThrow(message);
});
