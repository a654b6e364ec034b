import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatShape, operations, referenceOf, type Tensor } from './index.ts';

interface Stored {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

interface GoldenCase {
  readonly operation: string;
  readonly name: string;
  readonly inputs: readonly Stored[];
  readonly weights: Readonly<Record<string, Stored>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly output: Stored;
}

// PyTorch's own results; test/make-golden.py writes them.
const [header, ...cases] = readFileSync(new URL('../test/golden.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line)) as [{ readonly madeWith: string }, ...GoldenCase[]];

const tensorOf = ({ shape, data }: Stored): Tensor => ({ shape, data: Float32Array.from(data) });

describe(`references equal ${header.madeWith}`, () => {
  it.each(cases.map((row) => [`${row.operation} ${row.name}`, row] as const))('%s', (name, row) => {
    const operation = operations[row.operation]!;
    const attributes = operation.parseAttributes(row.attributes, name);
    const inputs = row.inputs.map(tensorOf);
    const weights = Object.fromEntries(
      Object.entries(row.weights).map(([key, stored]) => [key, tensorOf(stored)]),
    );
    const shapes = Object.fromEntries(Object.entries(weights).map(([key, { shape }]) => [key, shape]));
    const call = { inputs: inputs.map(({ shape }) => shape), weights: shapes, attributes };
    const output = operation.outputShape(call, name);
    expect(formatShape(output)).toBe(formatShape(row.output.shape));
    const { shape, data } = referenceOf(operation)(inputs, weights, attributes, output);
    expect(shape).toEqual(output);
    expect(data).toHaveLength(row.output.data.length);
    const worst = data.reduce((error, value, at) => {
      const expected = row.output.data[at]!;
      return Math.max(error, Math.abs(value - expected) / Math.max(1, Math.abs(expected)));
    }, 0);
    expect(worst).toBeLessThanOrEqual(1e-5);
  });

  it('has a case for every operation', () => {
    expect(new Set(cases.map(({ operation }) => operation))).toEqual(new Set(Object.keys(operations)));
  });
});
