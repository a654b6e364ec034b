import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { asModelInputs, drawRow, encodeRow, runInOnnxRuntime } from '../../test/onnxRows/onnxRow.ts';
import { opsetRows } from '../../test/onnxRows/opsetRows.ts';
import { rareRows } from '../../test/onnxRows/rareRows.ts';
import { readOnnx } from './readOnnx.ts';

describe('gives what ONNX Runtime gives', () => {
  it.each([...opsetRows, ...rareRows])('$name', async (onnxRow) => {
    const bytes = encodeRow(onnxRow);
    const model = readModel(writeModel(readOnnx(bytes, 'row.onnx')));
    const isOpen = Object.values(onnxRow.inputs).some((sizes) => sizes.includes('N'));
    for (const batch of isOpen ? [1, 3] : [1]) {
      const inputs = drawRow(onnxRow, batch);
      const expected = await runInOnnxRuntime(bytes, inputs);
      const found = interpret(model, asModelInputs(model, inputs)).y!;
      expect(largestDifference(found.data, expected)).toBeLessThan(1e-4);
    }
  });
});

it('Transposes that meet cancel: two are left of four, at the edges, and a silu is one', () => {
  const channelsLast = rareRows.find(({ name }) => name.startsWith('channels last'))!;
  const ops = readOnnx(encodeRow(channelsLast), 'row.onnx').graph.nodes.map(({ op }) => op);
  expect(ops.filter((op) => op === 'permute')).toHaveLength(2);
  expect(ops).toEqual([
    'permute',
    'conv2d',
    'add',
    'leakyRelu',
    'multiply',
    'silu',
    'multiply',
    'conv2d',
    'tanh',
    'permute',
  ]);
});

it('a grid that a convolution makes is read as it lies', () => {
  const moved = rareRows.find(({ name }) => name.startsWith('places that a convolution moves'))!;
  const { nodes } = readOnnx(encodeRow(moved), 'row.onnx').graph;
  expect(nodes.map(({ op }) => op)).toEqual(['conv2d', 'add', 'gridSample']);
  expect(nodes[2]!.attributes).toMatchObject({ planarGrid: true });
});
