import type { Model } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { nameClasses } from './nameClasses.ts';

const output = (name: string, ...sizes: number[]) => ({
  name,
  shape: ['N' as const, ...sizes],
  range: [0, 1] as const,
  channels: 'raw' as const,
});
const model: Model = {
  graph: {
    formatVersion: 1,
    inputs: [],
    nodes: [],
    outputs: [output('scores', 2), output('pooled', 2, 1, 1), output('features', 7), output('map', 2, 8, 8)],
    provenance: {},
  },
  tensors: new Map(),
};

test('every list of scores of as many classes gets the names, nothing else does', () => {
  const named = nameClasses(model, ['no', 'yes']);
  expect(named.graph.outputs.map(({ names }) => names)).toEqual([
    ['no', 'yes'],
    ['no', 'yes'],
    undefined,
    undefined,
  ]);
  expect(model.graph.outputs[0]).not.toHaveProperty('names');
});

test('names that fit no output are refused', () => {
  expect(() => nameClasses(model, ['a', 'b', 'c'])).toThrow(
    new UsageError(
      '--classes has 3 names, but the model gives "scores" [N,2], "pooled" [N,2,1,1], "features" [N,7], "map" [N,2,8,8]; expected an output [N,3]',
    ),
  );
});
