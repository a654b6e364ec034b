import type { ModelInfo } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { png } from '../src/formats/png.ts';
import { type DatasetRequest, resolveSettings } from '../src/plan/resolveSettings.ts';

const grade = {
  kind: 'label',
  name: 'grade',
  shape: ['N', 3],
  encoding: 'one-hot',
  names: ['none', 'some', 'much'],
  default: 1,
  classes: 3,
} as const;
const side = {
  ...grade,
  name: 'side',
  shape: ['N', 2],
  classes: 2,
  names: ['left', 'right'],
  default: 0,
} as const;
const age = {
  kind: 'label',
  name: 'age',
  shape: ['N', 1],
  encoding: 'value',
  range: [0, 120],
  default: 60,
  classes: 0,
} as const;
const info = {
  name: 'tiny',
  inputs: [],
  outputs: [{ name: 'image', shape: ['N', 1, 4, 6], range: [-1, 1], channels: 'grey' }],
  labels: [grade],
  edits: [
    { name: 'width', tensor: 'z', vector: 'v', unit: 'mm', range: [-2, 2] },
    { name: 'height', tensor: 'z', vector: 'w', unit: 'mm', range: [0, 1] },
  ],
  directions: [],
  truncation: undefined,
  mixing: undefined,
  sampler: undefined,
  parameters: 1,
  macs: 1,
  provenance: {},
} as unknown as ModelInfo;

function resolve(request: Partial<DatasetRequest>, model: Partial<ModelInfo> = {}) {
  return resolveSettings({ count: 10, ...request }, png, {
    software: 'Roentgan test',
    model: { name: 'my model.v2', sha256: 'ab'.repeat(32) },
    info: { ...info, ...model },
    backend: 'cpu',
  });
}

test('what is not said follows from model and format', () => {
  expect(resolve({})).toEqual({
    name: 'my-model-v2',
    software: 'Roentgan test',
    model: { name: 'my model.v2', sha256: 'ab'.repeat(32) },
    format: 'png',
    bits: 8,
    width: 6,
    height: 4,
    channels: 1,
    seed: 0,
    count: 10,
    labels: {},
    classNames: { grade: ['none', 'some', 'much'] },
    mix: { label: 'grade', weights: [1, 1, 1] },
    edits: {},
    chunk: 500,
    backend: 'cpu',
    mark: true,
  });
});

test('the scale of the images is what the model states', () => {
  const outputs = info.outputs.map((output) => ({ ...output, pixelSize: [0.14, 0.15] as const }));
  expect(resolve({}, { outputs }).subject).toEqual({ pixelSpacing: [0.14, 0.15] });
});

test('labels by name, edits in the order of the model, other labels by default', () => {
  const edits = { height: [0, 1], width: -1 } as const;
  const settings = resolve({ labels: { grade: 'much' }, edits }, { labels: [grade, side, age] });
  expect(settings.labels).toEqual({ grade: 2, side: 0, age: 60 });
  expect(settings.mix).toBeUndefined();
  expect(Object.entries(settings.edits)).toEqual([
    ['width', -1],
    ['height', [0, 1]],
  ]);
});

const noLabels = { labels: [] };
const two = { labels: [grade, side] };
test.each<[Partial<DatasetRequest>, Partial<ModelInfo>, string]>([
  [
    { mix: { weights: [1, 2] } },
    {},
    'mix is 1,2, expected 3 numbers from 0 on, one for each class of "grade" (none, some, much), not all 0',
  ],
  [{ mix: { weights: [0, 0, 0] } }, {}, 'mix is 0,0,0, expected 3 numbers'],
  [{ mix: { weights: [1, -1, 1] } }, {}, 'mix is 1,-1,1, expected 3 numbers'],
  [{ mix: { weights: [1, 1, 1] } }, noLabels, 'mix: the model has no label with classes'],
  [
    { mix: { weights: [1, 1, 1] } },
    two,
    'mix: the model has several labels with classes, say which: "grade", "side"',
  ],
  [
    { mix: { label: 'age', weights: [1] } },
    two,
    'mix: the model has no label "age" with classes, expected "grade", "side"',
  ],
  [
    { mix: { weights: [1, 1, 1] }, labels: { grade: 1 } },
    {},
    'label "grade" is given and mixed, expected one of the two',
  ],
  [{ labels: { grade: 3 } }, {}, 'label "grade" is 3, expected 0 to 2 or one of none, some, much'],
  [{ labels: { grade: 'worse' } }, {}, 'label "grade" is "worse", expected 0 to 2'],
  [{ labels: { age: 3 } }, {}, 'label "age" is not in the model, expected "grade"'],
  [{ labels: { grade: 1 } }, noLabels, 'label "grade" is not in the model, which has none'],
  [{ labels: { age: 130 } }, { labels: [age] }, 'label "age" is 130, expected 0 to 120'],
  [{ edits: { width: 3 } }, {}, 'edit "width" is 3, expected -2 to 2 (mm)'],
  [{ edits: { width: [-1, 3] } }, {}, 'edit "width" is -1..3, expected -2 to 2 (mm)'],
  [{ edits: { width: [1, -1] } }, {}, 'edit "width" is 1..-1, expected -2 to 2 (mm), the lower bound first'],
  [{ edits: { depth: 1 } }, {}, 'edit "depth" is not in the model, expected "width", "height"'],
  [{ bits: 12 }, {}, 'bits is 12, expected 8 or 16 for png'],
  [{ name: 'a/b' }, {}, 'name is "a/b", expected up to 64 of A-Z'],
  [{ name: 'a.b' }, {}, 'name is "a.b", expected up to 64 of A-Z'],
  [{ date: '2026-02-30' }, {}, 'date is "2026-02-30", expected a day such as 2026-01-31'],
  [{ date: 'today' }, {}, 'date is "today", expected a day'],
  [{ count: 0 }, {}, 'count is 0, expected a whole number from 1 to 100000000'],
  [{ seed: Number.MAX_SAFE_INTEGER }, {}, 'goes past the largest seed'],
  [{ split: { train: 0.5, val: 0.5 } }, {}, 'split: the format png has no parts'],
  [
    {},
    { outputs: [{ name: 'x', shape: ['N', 5], range: [0, 1], channels: 'raw' }] },
    'the model makes no images',
  ],
  [{}, { outputs: [{ ...info.outputs[0]!, channels: 'rgba' }] }, 'the model makes images with transparency'],
])('%j of the model with %j is refused', (request, model, message) => {
  expect(() => resolve(request, model)).toThrow(message);
});
