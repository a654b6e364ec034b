import type { LabelInfo, Sampler } from '@roentgan/gan-runtime';
import { describe, expect, test } from 'vitest';
import { UsageError } from './errors.ts';
import { planImages, resolveEdits, resolveLabels } from './planImages.ts';

const grade: LabelInfo = {
  classes: 5,
  kind: 'label',
  name: 'grade',
  shape: ['N', 5],
  encoding: 'one-hot',
  names: ['none', 'doubtful', 'minimal', 'moderate', 'severe'],
  default: 0,
};
const age: LabelInfo = {
  classes: 0,
  kind: 'label',
  name: 'age',
  shape: ['N', 1],
  encoding: 'value',
  range: [0, 90],
  default: 50,
};
/** A class that is a row of a table, as Keras models have it. */
const kind: LabelInfo = { ...age, name: 'kind', range: [0, 2], default: 0, classes: 3 };
const pairs = (entries: Record<string, string>) => new Map(Object.entries(entries));

describe('planImages', () => {
  test('20 images: four of each class, seeds in order', () => {
    const plan = planImages({ seed: 10, count: 20, labels: {} }, [grade]);
    expect(plan.map((image) => image.seed)).toEqual(Array.from({ length: 20 }, (_, index) => 10 + index));
    expect(plan.map((image) => image.labels.grade)).toEqual(
      [0, 1, 2, 3, 4].flatMap((label) => Array(4).fill(label)),
    );
    expect(plan[4]!.row).toBe('grade doubtful');
  });

  test.each([1, 2, 3, 6, 7, 23])('%i images: class sizes differ by at most one', (count) => {
    const sizes = [0, 0, 0, 0, 0];
    for (const image of planImages({ seed: 0, count, labels: {} }, [grade])) sizes[image.labels.grade!]!++;
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test('the class that stands for none in guidance is left out', () => {
    const sampler = { guidance: { label: 'grade', null: 2, scale: 3 } } as Sampler;
    const plan = planImages({ seed: 0, count: 8, labels: {} }, [grade], sampler);
    expect(plan.map((image) => image.labels.grade)).toEqual([0, 0, 1, 1, 3, 3, 4, 4]);
    expect(planImages({ seed: 0, count: 1, labels: { grade: 2 } }, [grade], sampler)[0]!.labels).toEqual({
      grade: 2,
    });
  });

  test('a class that is a row of a table is one', () => {
    const plan = planImages({ seed: 0, count: 3, labels: {} }, [kind]);
    expect(plan.map(({ labels, row }) => [labels.kind, row])).toEqual([
      [0, 'kind 0'],
      [1, 'kind 1'],
      [2, 'kind 2'],
    ]);
    expect(() => resolveLabels(pairs({ kind: '1.5' }), [kind])).toThrow(
      '--label kind is "1.5", expected 0 to 2',
    );
  });

  test('a label that was given holds for all', () => {
    const plan = planImages({ seed: 0, count: 3, labels: { grade: 2 } }, [grade]);
    expect(plan.map(({ labels, row }) => [labels.grade, row])).toEqual([
      [2, ''],
      [2, ''],
      [2, ''],
    ]);
  });

  test.each([[[]], [[age]], [[grade, age]]])('models without one class label are not spread', (labels) => {
    expect(planImages({ seed: 0, count: 2, labels: {} }, labels).map((image) => image.labels)).toEqual([
      {},
      {},
    ]);
  });

  test('seeds past the largest are refused', () => {
    expect(planImages({ seed: Number.MAX_SAFE_INTEGER - 1, count: 2, labels: {} }, [])).toHaveLength(2);
    expect(() => planImages({ seed: Number.MAX_SAFE_INTEGER, count: 2, labels: {} }, [])).toThrow(UsageError);
  });
});

describe('resolveLabels', () => {
  test('by index, by name, by value', () => {
    expect(resolveLabels(pairs({ grade: '3', age: '61.5' }), [grade, age])).toEqual({ grade: 3, age: 61.5 });
    expect(resolveLabels(pairs({ grade: 'severe' }), [grade])).toEqual({ grade: 4 });
  });

  test.each([
    [{ side: 'left' }, /--label "side" is not in the model, expected grade, age/],
    [{ grade: '5' }, /--label grade is "5", expected 0 to 4 or one of none, doubtful/],
    [{ grade: '1.5' }, /--label grade is "1.5"/],
    [{ grade: 'bad' }, /--label grade is "bad"/],
    [{ age: '91' }, /--label age is "91", expected a number from 0 to 90/],
    [{ age: 'old' }, /--label age is "old"/],
  ])('%o is refused', (entries, message) => {
    expect(() => resolveLabels(pairs(entries as Record<string, string>), [grade, age])).toThrow(message);
  });
});

describe('resolveEdits', () => {
  const edits = [{ name: 'joint space', range: [-3, 3] as const }];

  test('within the range', () => {
    expect(resolveEdits(pairs({ 'joint space': '-1.5' }), edits)).toEqual({ 'joint space': -1.5 });
  });

  test.each([
    [{ 'joint space': '4' }, /--edit joint space is "4", expected a number from -3 to 3/],
    [{ width: '1' }, /--edit "width" is not in the model, expected joint space/],
  ])('%o is refused', (entries, message) => {
    expect(() => resolveEdits(pairs(entries as Record<string, string>), edits)).toThrow(message);
  });

  test('a model without edits says so', () => {
    expect(() => resolveEdits(pairs({ a: '1' }), [])).toThrow(/"a" is not in the model, which has none/);
  });
});
