import { expect, test } from 'vitest';
import { hashFromState, imageFileName, type StudioModel, stateFromHash } from './studioState.ts';

const latent = { tensor: 'z', vector: 'v', unit: 'σ' };
const model: StudioModel = {
  name: 'knee',
  inputs: [],
  outputs: [],
  labels: [
    { kind: 'label', name: 'grade', shape: ['N', 5], encoding: 'one-hot', default: 0, classes: 5 },
    {
      kind: 'label',
      name: 'age',
      shape: ['N', 1],
      encoding: 'value',
      range: [40, 90],
      default: 60,
      classes: 0,
    },
  ],
  edits: [{ ...latent, name: 'joint space', range: [-2, 2] }],
  directions: [{ ...latent, name: 'direction 1', range: [-3, 3] }],
  truncation: { tensor: 'z', mean: 0, default: 0.8 },
  mixing: undefined,
  sampler: undefined,
  parameters: 1,
  macs: 1,
  provenance: {},
  graph: { formatVersion: 1, inputs: [], nodes: [], outputs: [], provenance: {} },
};
const defaults = {
  seed: 0,
  labels: { grade: 0, age: 60 },
  edits: { 'joint space': 0, 'direction 1': 0 },
  truncation: 0.8,
};

test('without a hash everything is at its default', () => {
  expect(stateFromHash('', model)).toEqual(defaults);
});

test('a link restores the state it was made from', () => {
  const state = {
    seed: 123,
    labels: { grade: 3, age: 71.5 },
    edits: { 'joint space': -1.5, 'direction 1': 0 },
    truncation: 0.5,
  };
  expect(hashFromState(state)).toContain('edit.joint+space=-1.5');
  expect(hashFromState(state)).not.toContain('direction');
  expect(stateFromHash(hashFromState(state), model)).toEqual(state);
});

test('what makes no sense in a link is the default, what is too far is the end of the range', () => {
  const hash = '#seed=-4&label.grade=5&label.age=old&edit.joint+space=99&edit.unknown=1&truncation=7';
  expect(stateFromHash(hash, model)).toEqual({
    ...defaults,
    edits: { 'joint space': 2, 'direction 1': 0 },
    truncation: 1,
  });
  expect(stateFromHash('#seed=1.5&label.grade=1.5&label.age=39', model)).toEqual(defaults);
});

test('a model without truncation has none in its state', () => {
  expect(stateFromHash('#truncation=0.5', { ...model, truncation: undefined })).not.toHaveProperty(
    'truncation',
  );
});

test('file names carry what makes the image', () => {
  expect(imageFileName('knee', { seed: 7, labels: { grade: 3 }, edits: {} })).toBe('knee-seed-7-grade-3.png');
  expect(imageFileName('a/b: c', { seed: 7, labels: {}, edits: { x: 1 } })).toBe('a-b-c-seed-7-edited.png');
});
