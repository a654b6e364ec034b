import { expect, test } from 'vitest';
import { exampleGraph, exampleTensors } from '../../test/dcganExample.ts';
import { ModelFileError } from '../errors.ts';
import type { Graph, GraphNode } from '../modelFile/model.ts';
import { inferShapes, resolveNode } from './inferShapes.ts';

const weights = new Map(Object.entries(exampleTensors).map(([name, { shape }]) => [name, shape]));

function withNode(index: number, change: Partial<GraphNode>): Graph {
  return {
    ...exampleGraph,
    nodes: exampleGraph.nodes.map((node, at) => (at === index ? { ...node, ...change } : node)),
  };
}

test.each([1, 4])('batch %d is the first size of everything', (batch) => {
  const shapes = inferShapes(exampleGraph, weights, batch);
  expect([...shapes.keys()]).toEqual(['z', 'main.0', 'main.1', 'main.2', 'main.3', 'image']);
  expect([...shapes.values()].map(([first]) => first)).toEqual(new Array(6).fill(batch));
});

test('a weight of the wrong shape is named with what was found and expected', () => {
  const wrong = new Map(weights).set('main.3.weight', [5, 1, 4, 4]);
  expect(() => inferShapes(exampleGraph, wrong, 1)).toThrow(ModelFileError);
  expect(() => inferShapes(exampleGraph, wrong, 1)).toThrow(
    /^convTranspose2d "main\.3": weight is \[5,1,4,4\], expected \[6,/,
  );
});

test('nodes out of order are told from unknown tensors', () => {
  const swapped = { ...exampleGraph, nodes: [...exampleGraph.nodes].reverse() };
  expect(() => inferShapes(swapped, weights, 1)).toThrow(
    'tanh "main.4": input "main.3" is made by convTranspose2d "main.3", expected an earlier node: the graph is cyclic or out of order',
  );
  expect(() => inferShapes(withNode(2, { inputs: ['nowhere'] }), weights, 1)).toThrow(
    'relu "main.2": tensor "nowhere" is unknown, expected a graph input or an earlier node\'s output',
  );
});

test('roles of weights are checked', () => {
  expect(() => inferShapes(withNode(1, { weights: {} }), weights, 1)).toThrow(
    'batchNorm2d "main.1": has no weight "runningMean", expected one',
  );
  const weight = { weight: 'main.0.weight' };
  expect(() =>
    inferShapes(withNode(0, { weights: { ...weight, gamma: 'main.1.bias' } }), weights, 1),
  ).toThrow('convTranspose2d "main.0": unknown weight "gamma", expected weight, bias');
});

test('wrong attributes are refused under the name of the node', () => {
  const graph = withNode(3, { attributes: { stride: ['2', 2] } });
  expect(() => inferShapes(graph, weights, 1)).toThrow(ModelFileError);
  expect(() => inferShapes(graph, weights, 1)).toThrow(/^convTranspose2d "main\.3": /);
});

test('a resolved node has what a kernel needs', () => {
  const shapes = inferShapes(exampleGraph, weights, 2);
  const { operation, call } = resolveNode(exampleGraph.nodes[3]!, shapes, weights);
  expect(operation.name).toBe('convTranspose2d');
  expect(call).toMatchObject({
    inputs: [[2, 6, 4, 4]],
    weights: { weight: [6, 1, 4, 4] },
    output: [2, 1, 8, 8],
    attributes: { stride: [2, 2], padding: [1, 1, 1, 1], dilation: [1, 1], groups: 1 },
  });
});
