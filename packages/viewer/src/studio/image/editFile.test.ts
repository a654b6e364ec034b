import { expect, test } from 'vitest';
import type { StudioModel } from '../studioState.ts';
import { editText, readEdit } from './editFile.ts';

const model = {
  labels: [
    { name: 'grade', classes: 5, default: 1 },
    { name: 'age', classes: 0, default: 60, range: [40, 90] },
  ],
  edits: [{ name: 'severity', range: [-3, 3] }],
  directions: [{ name: 'direction 1', range: [-2, 2] }],
  truncation: { tensor: 'z', mean: 0 },
} as unknown as StudioModel;
const state = {
  seed: 7,
  labels: { grade: 3, age: 61.5 },
  edits: { severity: -1.5, 'direction 1': 0 },
  truncation: 0.8,
};
const read = (text: string) => readEdit(text, 'a.json', model, 'knee');

test('a state comes back from its file', () => {
  const text = editText('knee', state);
  expect(read(text)).toEqual(state);
  expect(JSON.parse(text)).toEqual({
    roentganEdit: 1,
    model: 'knee',
    seed: 7,
    labels: { grade: 3, age: 61.5 },
    edits: { severity: -1.5 },
    truncation: 0.8,
  });
});

test('what a file does not name is at its default', () => {
  expect(read('{"roentganEdit":1,"model":"knee","seed":0}')).toEqual({
    seed: 0,
    labels: { grade: 1, age: 60 },
    edits: { severity: 0, 'direction 1': 0 },
    truncation: 1,
  });
});

test.each<[object | string, string]>([
  ['{"roentganEdit":1,', 'is no JSON, or cut short, expected a file that the studio saved'],
  ['[]', 'the file is [], expected an object'],
  ['null', 'the file is null, expected an object'],
  [{ roentganEdit: undefined }, 'roentganEdit is missing, expected 1: a file that the studio saved'],
  [{ roentganEdit: 2 }, 'roentganEdit is 2, expected 1: a file that the studio saved'],
  [
    { steps: 3 },
    'has the unknown field "steps", expected roentganEdit, model, seed, labels, edits, truncation',
  ],
  [{ model: 'hand' }, 'is for the model "hand", expected "knee"'],
  [{ seed: -1 }, 'seed is -1, expected a whole number from 0'],
  [{ seed: '7' }, 'seed is "7", expected a whole number from 0'],
  [{ labels: 3 }, 'labels is 3, expected an object'],
  [{ labels: { side: 1 } }, 'label "side" is unknown, expected grade, age'],
  [{ labels: { grade: 5 } }, 'label "grade" is 5, expected 0 to 4'],
  [{ labels: { grade: 1.5 } }, 'label "grade" is 1.5, expected 0 to 4'],
  [{ labels: { age: 'old' } }, 'label "age" is "old", expected 40 to 90'],
  [{ edits: { toString: 1 } }, 'edit "toString" is unknown, expected severity, direction 1'],
  [{ edits: { severity: 9 } }, 'edit "severity" is 9, expected -3 to 3'],
  [{ edits: { severity: null } }, 'edit "severity" is null, expected -3 to 3'],
  [{ truncation: 1.1 }, 'truncation is 1.1, expected 0 to 1'],
  [{ model: 'x'.repeat(200) }, `is for the model "${'x'.repeat(56)}..., expected "knee"`],
])('%j is refused in one line', (change, message) => {
  const text =
    typeof change === 'string'
      ? change
      : JSON.stringify({ roentganEdit: 1, model: 'knee', seed: 1, ...change });
  expect(() => read(text)).toThrow(`a.json: ${message}`);
});

test('a model without truncation', () => {
  const { truncation: _, ...without } = model;
  const text = '{"roentganEdit":1,"model":"knee","seed":0,"truncation":1}';
  expect(() => readEdit(text, 'a.json', without as StudioModel, 'knee')).toThrow(
    'a.json: has truncation, but the model has none',
  );
});
