import type { Edit, LabelInfo } from '@roentgan/gan-runtime';
import { expect, test } from 'vitest';
import { fitModel } from './fitModel.ts';

const edit = (name: string) => ({ name, range: [-1, 1] }) as unknown as Edit;
const labels = [{ name: 'grade', classes: 5 } as LabelInfo];
const edited = { edits: [edit('age'), edit('side')], directions: [edit('direction 1')], labels };
const plain = { edits: [], directions: [1, 2, 3, 4].map((at) => edit(`direction ${at}`)), labels: [] };

test('six named edits unless others are named', () => {
  const many = { edits: [1, 2, 3, 4, 5, 6, 7].map((at) => edit(`edit ${at}`)), directions: [], labels: [] };
  const names = (config: { edits?: string[] }) => fitModel(config, many).edits.map(({ name }) => name);
  expect(names({})).toEqual([1, 2, 3, 4, 5, 6].map((at) => `edit ${at}`));
  expect(names({ edits: ['edit 7', 'edit 1'] })).toEqual(['edit 7', 'edit 1']);
});

test('all named edits, or the first directions of a model without', () => {
  expect(fitModel({}, edited).edits.map(({ name }) => name)).toEqual(['age', 'side']);
  expect(fitModel({}, plain).edits).toHaveLength(3);
  expect(fitModel({}, edited).labels).toBe(labels);
});

test('those that are named, in their order and once; also none', () => {
  const fitted = fitModel({ edits: ['direction 1', 'age', 'age'], labels: [] }, edited);
  expect(fitted.edits.map(({ name }) => name)).toEqual(['direction 1', 'age']);
  expect(fitted.labels).toEqual([]);
});

test('a name that the model does not have is told, with those it has', () => {
  expect(() => fitModel({ edits: ['age', 'sex'] }, edited)).toThrow(
    'kiosk.json: edits[1] is "sex", expected one of age, side, direction 1',
  );
  expect(() => fitModel({ labels: ['grade'] }, plain)).toThrow(
    'kiosk.json: labels[0] is "grade", expected one of none, as the model has none',
  );
});
