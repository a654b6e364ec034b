import { expect, test } from 'vitest';
import { checkAgreement, oddOnesOut } from './checkAgreement.ts';

const names = ['roentgan', 'roentgan-cpu', 'tfjs-wasm', 'jax-webgpu'] as const;

/** Agreement of contenders that make one value each. */
function agreementOf(values: Readonly<Record<string, number>>) {
  const entries = Object.entries(values);
  const pairs = entries.flatMap(([first, value], at) =>
    entries.slice(at + 1).map(([second, other]) => ({
      between: [first, second] as const,
      difference: Math.abs(value - other),
    })),
  );
  return { inputs: 1, pairs, deviation: 1 };
}

const oddOf = (values: readonly number[]) =>
  oddOnesOut(names, agreementOf(Object.fromEntries(names.map((name, at) => [name, values[at]!]))), 0.1);

test('one that differs from what two libraries made is odd, and why is said', () => {
  expect(oddOf([1, 1.01, 1.02, 3])).toEqual([
    {
      name: 'jax-webgpu',
      message:
        'jax-webgpu: its outputs differ from those of roentgan, roentgan-cpu, tfjs-wasm by 2, expected at most 0.1',
    },
  ]);
  expect(oddOf([5, 1, 1, 1]).map(({ name }) => name)).toEqual(['roentgan']);
  expect(oddOf([5, 1, 1, Number.POSITIVE_INFINITY])).toEqual([]);
});

test('nobody is odd where all agree, or where nobody can say who is wrong', () => {
  expect(oddOf([1, 1, 1, 1])).toEqual([]);
  expect(oddOf([1, 1, 2, 2])).toEqual([]);
  // Only Roentgan agrees with Roentgan.
  expect(
    oddOnesOut(names.slice(0, 3), agreementOf({ roentgan: 1, 'roentgan-cpu': 1, 'tfjs-wasm': 2 }), 0.1),
  ).toEqual([]);
});

test('outputs that differ, or show nothing, fail the model', () => {
  const apart = agreementOf({ roentgan: 1, 'tfjs-wasm': 2 });
  expect(() => checkAgreement('m', apart, 0.1)).toThrow(
    'm: outputs differ: roentgan and tfjs-wasm by 1; expected',
  );
  expect(() => checkAgreement('m', { ...apart, deviation: 0.001 }, 5)).toThrow('standard deviation 0.001');
  expect(() => checkAgreement('m', apart, 1.5)).not.toThrow();
});
