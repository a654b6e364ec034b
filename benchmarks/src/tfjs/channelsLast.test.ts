import { type GraphNode, type Model, tensorFromFloat32 } from '@roentgan/gan-runtime/model-file';
import { describe, expect, test } from 'vitest';
import { channelsLast } from './channelsLast.ts';

const node = (op: string, input: string, output: string, weights = {}, attributes = {}): GraphNode => ({
  op,
  name: output,
  inputs: [input],
  weights,
  attributes,
  output,
});

function modelOf(nodes: readonly GraphNode[], weightShape: readonly number[]): Model {
  const count = weightShape.reduce((product, size) => product * size, 1);
  const values = Float32Array.from({ length: count }, (_, at) => at);
  return {
    graph: {
      formatVersion: 1,
      inputs: [{ kind: 'latent', name: 'z', shape: ['N', 2, 1, 1], distribution: 'normal' }],
      nodes,
      outputs: [{ name: 'y', shape: ['N', 3, 1, 1], range: [0, 1], channels: 'raw' }],
      provenance: {},
    },
    tensors: new Map([['w', tensorFromFloat32(values, weightShape)]]),
  };
}

describe('weights', () => {
  test.each([
    ['conv2d', [2, 3, 4, 5], [4, 5, 3, 2]],
    ['convTranspose2d', [2, 3, 4, 5], [4, 5, 3, 2]],
    ['linear', [2, 3], [3, 2]],
  ] as const)('of %s stand as TF.js multiplies', (op, shape, expected) => {
    const { description, weights } = channelsLast(modelOf([node(op, 'z', 'y', { weight: 'w' })], shape));
    expect(description.nodes[0]!.weights.weight).toEqual({ shape: [...expected], offset: 0 });
    const values = new Float32Array(weights.buffer);
    // The second value is one step along the last axis, the first axis of PyTorch's weight.
    expect(values[1]).toBe(shape.slice(1).reduce((product: number, size) => product * size, 1));
    expect([...values].sort((a, b) => a - b)).toEqual(Array.from(values, (_, at) => at));
  });

  test('of other operations stay as they are', () => {
    const { description } = channelsLast(modelOf([node('multiply', 'z', 'y', { other: 'w' })], [3, 1, 1]));
    expect(description.nodes[0]!.weights.other!.shape).toEqual([3, 1, 1]);
  });

  test('that stand as images do become channels last', () => {
    const { description, weights } = channelsLast(
      modelOf([node('multiply', 'z', 'y', { other: 'w' })], [1, 3, 2, 1]),
    );
    expect(description.nodes[0]!.weights.other!.shape).toEqual([1, 2, 1, 3]);
    expect([...new Float32Array(weights.buffer)]).toEqual([0, 2, 4, 1, 3, 5]);
  });
});

describe('activations', () => {
  const fusedOps = (nodes: readonly GraphNode[]): (string | undefined)[][] =>
    channelsLast(modelOf(nodes, [1, 1, 1, 1])).description.nodes.map(({ op, activation }) => [
      op,
      activation,
    ]);

  test('join the convolution before them', () => {
    const nodes = [node('conv2d', 'z', 'a', { weight: 'w' }), node('relu', 'a', 'y')];
    expect(fusedOps(nodes)).toEqual([['conv2d', 'relu']]);
  });

  test('stay where something else needs the value before them, or TF.js has no such fusion', () => {
    const conv = node('conv2d', 'z', 'a', { weight: 'w' });
    const used = [conv, node('relu', 'a', 'b'), { ...node('add', 'a', 'y'), inputs: ['a', 'b'] }];
    expect(fusedOps(used).map(([op]) => op)).toEqual(['conv2d', 'relu', 'add']);
    expect(fusedOps([{ ...conv, op: 'convTranspose2d' }, node('relu', 'a', 'y')])).toHaveLength(2);
    expect(fusedOps([conv, node('tanh', 'a', 'y')])).toHaveLength(2);
  });
});
