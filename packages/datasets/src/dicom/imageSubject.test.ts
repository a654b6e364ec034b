import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { subjectOf } from './imageSubject.ts';

test('the knee generator states knees, from the front, of the right side', () => {
  const provenance = JSON.parse(
    readFileSync(new URL('../../../../models/knee.provenance.json', import.meta.url), 'utf8'),
  );
  expect(subjectOf(provenance)).toEqual({ bodyPart: 'KNEE', laterality: 'R', view: 'AP' });
});

test.each([
  ['10,000 photographs of faces', {}],
  ['knee radiographs', { bodyPart: 'KNEE' }],
  ['left and right knees, anteroposterior and posteroanterior', { bodyPart: 'KNEE' }],
  [
    'posteroanterior knee radiographs, right knees mirrored to the left',
    { bodyPart: 'KNEE', laterality: 'L', view: 'PA' },
  ],
])('%s', (trainingData, subject) => expect(subjectOf({ trainingData })).toEqual(subject));

test('a model file that states nothing', () => {
  expect(subjectOf(undefined)).toEqual({});
  expect(subjectOf({})).toEqual({});
});
