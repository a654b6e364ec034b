import { expect, test } from 'vitest';
import type { StudioModel } from '../../studioState.ts';
import { measuredEdits } from './measuredEdits.ts';

const image = { name: 'image', shape: ['N', 1, 224, 224], range: [-1, 1], channels: 'grey' };
const edit = (name: string, unit: string) => ({ name, unit, range: [-1, 1] });
const severity = edit('severity', 'KL grades');
const space = edit('joint space medial', '% of tibial width');
const rotation = edit('rotation', 'degrees');
const of = (edits: readonly object[], output: object = image) =>
  measuredEdits({ edits, outputs: [output] } as unknown as StudioModel).map(({ name, value }) => [
    name,
    value,
  ]);

test('the edits of a knee, by name and unit', () => {
  expect(of([severity, space, edit('age', 'years'), rotation])).toEqual([
    ['severity', 'grade'],
    ['joint space medial', 'jointSpaceMedial'],
    ['rotation', 'rotation'],
  ]);
});

test('an edit in another unit is not what is measured', () => {
  expect(of([edit('joint space medial', 'mm'), severity])).toEqual([['severity', 'grade']]);
  expect(of([edit('severity', 'points'), space])).toEqual([['joint space medial', 'jointSpaceMedial']]);
});

test('nothing of a model that is no knee, or of a size that is not measured', () => {
  expect(of([rotation, edit('exposure', '% of full scale')])).toEqual([]);
  expect(of([edit('toString', '% of tibial width')])).toEqual([]);
  expect(of([space], { ...image, shape: ['N', 1, 64, 64] })).toEqual([]);
  expect(of([space], { ...image, shape: ['N', 1, 224, 200] })).toEqual([]);
  expect(of([space], { ...image, channels: 'raw' })).toEqual([]);
});
