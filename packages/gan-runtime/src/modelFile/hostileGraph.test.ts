import { describe, expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { changed, reluGraph } from '../../test/fileParts.ts';
import { read, refusal } from '../../test/hostileGraph.ts';

provideEverything();

const node = reluGraph.nodes[0]!;
const label = { kind: 'label', name: 'c', shape: ['N', 3], encoding: 'one-hot', default: 0 };
const deep = JSON.parse(`${'['.repeat(30)}${']'.repeat(30)}`);

test('the graph that the cases change is valid', () => {
  expect(read(reluGraph).graph).toEqual(reluGraph);
});

describe('every refusal says where, what was found and what was expected', () => {
  test.each([
    ['', null, 'graph is null, expected an object'],
    ['', [], 'graph is [], expected an object'],
    ['formatVersion', 2, 'graph.formatVersion is 2, expected at most 1: a newer Roentgan wrote this file'],
    ['formatVersion', '1', 'graph.formatVersion is "1", expected an integer of at least 1'],
    ['formatVersion', 0, 'graph.formatVersion is 0, expected an integer of at least 1'],
    ['decoder', {}, 'graph has the unknown field "decoder", expected formatVersion, name, inputs, nodes'],
    ['name', '', 'graph.name has 0 characters, expected 1 to 512'],
    ['name', 'x'.repeat(513), 'graph.name has 513 characters, expected 1 to 512'],
    ['name', 'a\nb', 'graph.name is "a\\nb", expected a name without control characters'],
    ['inputs', {}, 'inputs is an object, expected an array'],
    ['inputs', [], 'inputs is empty, expected at least 1'],
    ['inputs.0', null, 'inputs[0].kind is undefined, expected "latent" or "label" or "image"'],
    ['inputs.0.kind', 'noise', 'inputs[0].kind is "noise", expected "latent" or "label" or "image"'],
    ['inputs.0.name', 7, 'inputs[0].name is 7, expected a name'],
    ['inputs.0.name', 'constructor', 'inputs[0].name is "constructor", expected a name that JavaScript'],
    ['inputs.0.shape', [1, 4], 'input "z": shape is [1,4], expected ["N", ...] with the batch first'],
    ['inputs.0.shape', ['N', -4], 'input "z": a size of its shape is -4, expected an integer of at least 1'],
    ['inputs.0.shape', ['N', null], 'input "z": a size of its shape is null, expected an integer'],
    ['inputs.0.shape', ['N', 'N'], 'input "z": a size of its shape is "N", expected an integer'],
    ['inputs.0.shape', ['N', 2 ** 60], 'a size of its shape is 1152921504606847000, expected an integer'],
    ['inputs.0.shape', ['N', 1, 1, 1, 1, 1, 1], 'input "z": shape has 7 entries, expected at most 6'],
    ['inputs.0.shape', ['N', 2 ** 27, 2 ** 27], 'sizes of at least 1 that can be counted'],
    [
      'inputs.0.distribution',
      'cauchy',
      'input "z": distribution is "cauchy", expected "normal" or "uniform"',
    ],
    ['inputs.0.distribution', 'uniform', 'input "z": range is undefined, expected an array'],
    ['inputs.0.range', [0, 1], 'input "z": a normal latent has the range [0,1], expected none'],
    ['inputs.1', reluGraph.inputs[0], 'input "z" is there twice, expected unique names'],
    ['inputs.1', { ...label, default: 3 }, 'input "c": default is 3, expected 0 to 2'],
    ['inputs.1', { ...label, default: 0.5 }, 'input "c": default is 0.5, expected 0 to 2'],
    ['inputs.1', { ...label, names: ['a'] }, 'input "c": has 1 class names, expected 3'],
    [
      'inputs.1',
      { ...label, shape: ['N', 1], encoding: 'value', names: ['a'] },
      'input "c": has class names, expected none (only a one-hot label has them)',
    ],
    ['inputs.1', { ...label, names: ['a', 'b', 'a'] }, 'input "c": a class name is there twice'],
    [
      'inputs.1',
      { ...label, range: [0, 1] },
      'input "c": a one-hot label has the range [0,1], expected none',
    ],
    ['inputs.1', { ...label, encoding: 'value' }, 'input "c": shape is [N,3], expected [N,1] for value'],
    [
      'inputs.1',
      { kind: 'image', name: 'i', shape: ['N', 1], range: [1, 1] },
      'expected two different numbers',
    ],
    ['nodes', null, 'nodes is null, expected an array'],
    ['nodes', new Array(10001).fill(0), 'nodes has 10001 entries, expected at most 10000'],
    ['nodes.0', 'relu', 'nodes[0] is "relu", expected an object'],
    ['nodes.0.op', 'runCommand', 'runCommand "a": unknown op, expected one of '],
    ['nodes.0.op', 'toString', 'nodes[0].op is "toString", expected a name that JavaScript objects'],
    ['nodes.0.inputs', ['y'], 'relu "a": tensor "y" is unknown, expected a graph input or an earlier node'],
    [
      'nodes.0.inputs',
      ['x'],
      'relu "a": input "x" is made by relu "a", expected an earlier node: the graph is cyclic',
    ],
    ['nodes.0.inputs', [], 'relu "a": has 0 inputs, expected 1'],
    ['nodes.0.inputs', new Array(65).fill('z'), 'relu "a": inputs has 65 entries, expected at most 64'],
    [
      'nodes.0.attributes',
      { index: new Array(65_537).fill(0) },
      'relu "a": index has 65537 entries, expected at most 65536',
    ],
    ['nodes.0.inputs', [['z']], 'relu "a": inputs[0] is ["z"], expected a name'],
    ['outputs.0.names', ['a', 'b'], 'output "x": has 2 class names, expected 4'],
    ['outputs.0.names', ['a', 'b', 'a', 'd'], 'output "x": a class name is there twice'],
    [
      'outputs.0',
      { ...reluGraph.outputs[0], shape: ['N', 4, 2], names: ['a', 'b', 'c', 'd'] },
      'output "x": has class names, expected none (only raw scores [N,classes] have them)',
    ],
    ['nodes.0.output', 'z', 'relu "a": output "z" is made twice, expected unique names'],
    ['nodes.0.weights', { weight: 'w' }, 'relu "a": unknown weight "weight", expected none'],
    ['nodes.0.weights', { weight: {} }, 'relu "a": weights.weight is an object, expected a name'],
    ['nodes.0.attributes', { a: null }, 'relu "a": a is null, expected a finite number, a boolean, a string'],
    ['nodes.0.attributes', { a: deep }, 'graph is nested deeper than 32 levels'],
    ['nodes.0.attributes', { a: [[1]] }, 'relu "a": a is [[1]], expected a finite number'],
    ['nodes.0.attributes', [], 'relu "a": attributes is [], expected an object'],
    ['nodes.1', { ...node, inputs: ['x'], output: 'y' }, 'node "a" is there twice, expected unique names'],
    ['nodes.1', { ...node, name: 'b', inputs: ['x'] }, 'relu "b": output "x" is made twice'],
    ['nodes.0', { ...node, op: 'linear', weights: {} }, 'linear "a": has no weight "weight", expected one'],
    ['nodes.0', { ...node, op: 'linear', weights: { weight: 'w' } }, 'linear "a": weight "w" is missing'],
    ['outputs', [], 'outputs is empty, expected at least 1'],
    ['outputs.0.shape', ['N', 5], 'output "x": shape is [1,4], expected [1,5]'],
    ['outputs.0.tensor', 'q', 'output "x": tensor "q" is unknown'],
    ['outputs.0.channels', 'rgb', 'output "x": shape is [N,4], expected [N,3,height,width] for rgb'],
    ['outputs.0.range', [0, 0], 'output "x": range is [0,0], expected two different numbers'],
    ['outputs.0.range', [0], 'output "x": range is [0], expected two numbers'],
    ['outputs.0.range', ['0', 1], 'output "x": range[0] is "0", expected a finite number'],
    ['truncation', { tensor: 'x', mean: 0 }, 'truncation.tensor is "x", expected the name of a latent input'],
    ['provenance', undefined, 'provenance is undefined, expected an object'],
    ['provenance.sha256', 'XY', 'provenance.sha256 is "XY", expected 64 lower-case hexadecimal digits'],
    [
      'provenance.licence',
      'x'.repeat(16385),
      'provenance.licence has 16385 characters, expected at most 16384',
    ],
    ['provenance.synthetic', 'yes', 'provenance.synthetic is "yes", expected true or false'],
  ])('%s is changed', (path, entry, message) => {
    expect(refusal(changed(reluGraph, path, entry))).toContain(message);
  });
});

test('numbers too large for a double are refused where they stand', () => {
  const text = JSON.stringify(reluGraph).replace('[0,1]', '[0,1e999]');
  expect(refusal(text)).toContain('output "x": range[1] is Infinity, expected a finite number');
});

test('prototype names are refused as keys of every object', () => {
  const inGraph = JSON.stringify(reluGraph).replace('{', '{"__proto__":{"polluted":1},');
  expect(refusal(inGraph)).toContain(
    'a key of graph is "__proto__", expected a name that JavaScript objects',
  );
  const inWeights = JSON.stringify(reluGraph).replace('"weights":{', '"weights":{"__proto__":"w"');
  expect(refusal(inWeights)).toContain('a key of relu "a": weights is "__proto__"');
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a cycle of two nodes is refused', () => {
  const nodes = [
    { ...node, name: 'a', inputs: ['y'], output: 'x' },
    { ...node, name: 'b', inputs: ['x'], output: 'y' },
  ];
  expect(refusal({ ...reluGraph, nodes })).toContain(
    'relu "a": input "y" is made by relu "b", expected an earlier node: the graph is cyclic or out of order',
  );
});

test('activations beyond the memory limit are refused', () => {
  const shape = ['N', 1, 2 ** 15, 2 ** 15];
  const graph = changed(changed(reluGraph, 'inputs.0.shape', shape), 'outputs.0.shape', shape);
  expect(refusal(graph)).toContain(
    'needs 0 bytes for weights and 34359738368 for one image, expected at most 4294967296',
  );
});

test.each([[[3, 4]], [[1, 1, 4]], [[2, 1, 4]]])(
  'a constant %j that changes the batch is refused',
  (shape) => {
    const graph = changed(reluGraph, 'nodes.0', { ...node, op: 'add', weights: { other: 'w' } });
    const bytes = 4 * shape.reduce((product, size) => product * size, 1);
    const tensors = { w: { dtype: 'F32', shape, data_offsets: [0, bytes] } };
    expect(() => read(graph, tensors, bytes)).toThrow(/^a\.safetensors: add "a": .+expected/);
  },
);
