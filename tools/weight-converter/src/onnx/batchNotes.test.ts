import { expect, it } from 'vitest';
import { encodeRow, ints, row } from '../../test/onnxRows/onnxRow.ts';
import { rareRows } from '../../test/onnxRows/rareRows.ts';
import { readOnnxFiles } from './readOnnx.ts';

const notesOf = async (given: Parameters<typeof encodeRow>[0]) =>
  (await readOnnxFiles(encodeRow(given), 'row.onnx')).notes;

it('says where a batch is put before the axes of a file', async () => {
  const turned = row('turned', 13, {
    inputs: { x: [3, 4] },
    steps: [['Transpose', ['x'], { perm: ints(1, 0) }]],
    rank: 2,
  });
  expect(await notesOf(turned)).toEqual([
    'the file\'s first axis is no batch, because the graph mixes what lies along it; a batch N is put before its axes: "x" [N,3,4]',
  ]);
});

it('says where an open batch is computed image by image', async () => {
  const behind = rareRows.find(({ name }) => name.startsWith('the batch behind'))!;
  expect(await notesOf(behind)).toEqual([
    'the graph moves the open batch to another place; it is computed image by image',
  ]);
});

it('says nothing where the first axis is the batch', async () => {
  const plain = row('plain', 13, { inputs: { x: ['N', 4] }, steps: [['Relu', ['x']]], rank: 2 });
  expect(await notesOf(plain)).toEqual([]);
});
