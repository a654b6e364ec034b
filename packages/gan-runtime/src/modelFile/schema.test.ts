import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { exampleGraph, exampleModel, exampleTensors } from '../../test/dcganExample.ts';
import { changed, fileFrom, headerText, reluGraph } from '../../test/fileParts.ts';
import { inferShapes } from '../graph/inferShapes.ts';
import { formatVersion } from './migrate.ts';
import type { Model } from './model.ts';
import { readModel } from './readModel.ts';
import { writeModel } from './writeModel.ts';

provideEverything();

const schema = JSON.parse(
  readFileSync(new URL('../../../../docs/model-file.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, strictTuples: false }).compile(schema);

test('the example of docs/model-file.md is valid, is written and is read back', () => {
  validate(exampleGraph);
  expect(validate.errors ?? []).toEqual([]);
  const read = readModel(writeModel(exampleModel()));
  expect(read.graph).toEqual(exampleGraph);
  expect(schema.properties.formatVersion.const).toBe(formatVersion);
});

test('its tensors stand in the file as the page says', () => {
  const file = writeModel(exampleModel());
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const { __metadata__, ...tensors } = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  expect(tensors).toEqual(exampleTensors);
  expect(Object.keys(tensors)).toEqual(Object.keys(exampleTensors));
});

test('the edit that docs/model-file.md shows is valid for a label of five classes', () => {
  const page = readFileSync(new URL('../../../../docs/model-file.md', import.meta.url), 'utf8');
  const edit = JSON.parse(page.match(/## The edits\n+```json\n(.*?)```/s)![1]!);
  const grade = { kind: 'label', name: 'grade', shape: ['N', 5], encoding: 'one-hot', default: 0 };
  const graph = { ...reluGraph, inputs: [...reluGraph.inputs, grade], edits: [edit] };
  validate(graph);
  expect(validate.errors ?? []).toEqual([]);
  const vector = { [edit.vector]: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } };
  expect(readModel(fileFrom(headerText(graph, vector), 16)).graph).toEqual(graph);
});

/** The example, whose image states this size of its pixels. */
function withPixelSize(pixelSize: unknown): Model {
  const graph = changed(exampleGraph, 'outputs.0.pixelSize', pixelSize) as Model['graph'];
  return { ...exampleModel(), graph };
}

test('an image may state the size of its pixels in mm', () => {
  const model = withPixelSize([0.2, 0.15]);
  validate(model.graph);
  expect(validate.errors ?? []).toEqual([]);
  expect(readModel(writeModel(model)).graph.outputs[0]!.pixelSize).toEqual([0.2, 0.15]);
});

test.each<[unknown, string]>([
  [0.2, 'pixelSize is 0.2, expected an array'],
  [[0.2], 'pixelSize has 1 numbers, expected mm between rows and columns'],
  [[1, 1, 1], 'pixelSize has 3 entries, expected at most 2'],
  [[0.2, 0], 'pixelSize[1] is 0, expected above 0 and at most 1000 mm'],
  [[-1, 0.2], 'pixelSize[0] is -1, expected above 0 and at most 1000 mm'],
  [[0.2, 1001], 'pixelSize[1] is 1001, expected above 0 and at most 1000 mm'],
  [['1', 1], 'pixelSize[0] is "1", expected a finite number'],
])('a pixel size of %j is refused by schema and reader', (pixelSize, message) => {
  const model = withPixelSize(pixelSize);
  expect(validate(model.graph)).toBe(false);
  expect(() => writeModel(model)).toThrow(`output "image": ${message}`);
});

test('raw values have no pixel size', () => {
  const graph = changed(reluGraph, 'outputs.0.pixelSize', [1, 1]);
  expect(() => readModel(fileFrom(headerText(graph)))).toThrow(
    'model: output "x": pixelSize is given, expected none (only images have one)',
  );
});

test('its shapes follow from it', () => {
  const weights = new Map(Object.entries(exampleTensors).map(([name, { shape }]) => [name, shape]));
  expect(Object.fromEntries(inferShapes(exampleGraph, weights, 3))).toEqual({
    z: [3, 8, 1, 1],
    'main.0': [3, 6, 4, 4],
    'main.1': [3, 6, 4, 4],
    'main.2': [3, 6, 4, 4],
    'main.3': [3, 1, 8, 8],
    image: [3, 1, 8, 8],
  });
});

const label = { kind: 'label', name: 'c', shape: ['N', 3], encoding: 'one-hot', default: 0 };

const shift = { name: 'e', tensor: 'z', vector: 'v', unit: 'mm', range: [-1, 1] };
const curve = [
  [-2, -1],
  [0, 0],
  [1, 5.5],
];
const positions = [
  [0.25, 0],
  [1.5, 1.5],
  [1.75, 2],
];
const severity = { name: 's', label: { tensor: 'c', positions }, unit: 'grades', range: [-2, 2] };

test.each<[string, unknown, unknown?]>([
  ['', reluGraph],
  ['name', 'knee'],
  ['inputs.1', label],
  ['inputs.1', { ...label, names: ['a', 'b', 'c'] }],
  ['inputs.1', { ...label, shape: ['N', 1], encoding: 'value', range: [0, 4], default: 2.5 }],
  ['inputs.1', { kind: 'image', name: 'i', shape: ['N', 1, 2, 2], range: [1, -1] }],
  ['inputs.0', { kind: 'latent', name: 'z', shape: ['N', 4], distribution: 'uniform', range: [-1, 1] }],
  ['provenance.sha256', 'ab'.repeat(32)],
  ['outputs.0.names', ['a', 'b', 'c', 'd']],
  ['inputs.1', label, { ...severity, label: { tensor: 'c' } }],
  ['inputs.1', label, severity],
  ['inputs.1', label, { ...severity, tensor: 'z', vector: 'v' }],
  ['inputs.1', label, { ...shift, calibration: curve }],
])('schema and reader both accept %s = %j %j', (path, entry, edit: unknown = undefined) => {
  const changes = changed(reluGraph, path, entry);
  const graph = edit === undefined ? changes : changed(changes, 'edits', [edit]);
  validate(graph);
  expect(validate.errors ?? []).toEqual([]);
  const vector = { v: { dtype: 'F32', shape: [4], data_offsets: [0, 16] } };
  expect(readModel(fileFrom(headerText(graph, vector), 16)).graph).toEqual(graph);
});

test.each([
  ['formatVersion', 2],
  ['decoder', {}],
  ['name', ''],
  ['name', 'constructor'],
  ['inputs', []],
  ['inputs.0.shape', [1, 4]],
  ['inputs.0.shape', ['N', 0]],
  ['inputs.0.distribution', 'uniform'],
  ['inputs.0.range', [0, 1]],
  ['inputs.1', { ...label, range: [0, 1] }],
  ['inputs.1', { ...label, encoding: 'value' }],
  ['nodes.0.extra', 1],
  ['nodes.0.inputs', 'z'],
  ['nodes.0.attributes', { a: null }],
  ['nodes.0.attributes', { a: [[1]] }],
  ['nodes.0.weights', { weight: 1 }],
  ['outputs.0.channels', 'cmyk'],
  ['outputs.0.names', ['one', 'one']],
  ['outputs.0.names', []],
  ['outputs.0.range', [1, 1]],
  ['outputs.0.tensor', 'a\u0000'],
  ['truncation', { tensor: 'z' }],
  ['edits', [{ name: 'e' }]],
  ['edits', [{ name: 'e', unit: 'mm', range: [-1, 1] }]],
  ['edits', [{ ...shift, tensor: undefined }]],
  ['edits', [{ ...shift, vector: undefined }]],
  ['edits', [{ ...shift, label: {} }]],
  ['edits', [{ ...shift, label: { tensor: 'c', extra: 1 } }]],
  ['edits', [{ ...shift, calibration: [[0, 0]] }]],
  ['edits', [{ ...shift, calibration: [[0, 0], [1]] }]],
  [
    'edits',
    [
      {
        ...shift,
        calibration: [
          [0, 0],
          ['1', 1],
        ],
      },
    ],
  ],
  ['provenance', undefined],
  ['provenance.sha256', 'AB'],
])('schema and reader both refuse %s = %j', (path, entry) => {
  const graph = JSON.parse(JSON.stringify(changed(reluGraph, path, entry)));
  expect(validate(graph)).toBe(false);
  expect(() => readModel(fileFrom(headerText(graph)))).toThrow(/^model: /);
});
