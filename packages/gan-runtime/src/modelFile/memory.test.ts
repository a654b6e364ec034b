import { expect, test } from 'vitest';
import { exampleGraph, exampleTensors } from '../../test/dcganExample.ts';
import { inferShapes } from '../graph/inferShapes.ts';
import { estimateMemory } from './memory.ts';

test('weights as f32, and the activations that live at once with channels padded to four', () => {
  const weights = new Map(Object.entries(exampleTensors).map(([name, { shape }]) => [name, shape]));
  for (const batch of [1, 3]) {
    const shapes = inferShapes(exampleGraph, weights, batch);
    expect(estimateMemory(exampleGraph, shapes, weights)).toEqual({
      weights: 4 * (8 * 6 * 16 + 4 * 6 + 6 * 16 + 8),
      // The last transposed convolution and tanh: two tensors of 8x8, one channel padded to four.
      activations: batch * 4 * 2 * (8 * 8 * 4),
    });
  }
});

test('a tensor that is used again later stays', () => {
  const shape = ['N', 4] as const;
  const relu = (name: string, input: string) =>
    ({ op: 'relu', name, inputs: [input], weights: {}, attributes: {}, output: name }) as const;
  const graph = {
    formatVersion: 1,
    inputs: [{ kind: 'latent', name: 'z', shape, distribution: 'normal' }],
    nodes: [relu('a', 'z'), relu('b', 'a'), relu('c', 'z')],
    outputs: [{ name: 'c', shape, range: [0, 1], channels: 'raw' }],
    provenance: {},
  } as const;
  const shapes = inferShapes(graph, new Map(), 1);
  expect(estimateMemory(graph, shapes, new Map()).activations).toBe(3 * 16);
});
