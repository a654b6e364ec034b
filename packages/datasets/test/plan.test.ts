import { describe, expect, test } from 'vitest';
import { dealClasses, largestRemainders } from '../src/plan/dealClasses.ts';
import { drawEdits } from '../src/plan/drawEdits.ts';
import { testPlan } from './testPlan.ts';

describe('the mix', () => {
  test.each([
    [[328, 153, 212, 106, 27], 20_000, [7942, 3705, 5133, 2566, 654]],
    [[1, 1, 1], 2, [1, 1, 0]],
    [[1, 1, 1, 1, 1], 7, [2, 2, 1, 1, 1]],
    [[0, 3, 0], 5, [0, 5, 0]],
    [[0.9, 0.1], 11, [10, 1]],
    [[1e-9, 1e9], 3, [0, 3]],
  ])('%j of %d images is %j', (weights, count, expected) => {
    expect(largestRemainders(weights, count)).toEqual(expected);
    const classes = dealClasses(weights, count, 42, 0);
    const found = weights.map((_, index) => classes.filter((own) => own === index).length);
    expect(found).toEqual(expected);
  });

  test('is dealt in an order that only seed and purpose decide', () => {
    const deal = (seed: number, purpose: number) => [...dealClasses([1, 1, 1, 1, 1], 15, seed, purpose)];
    expect(deal(7, 0)).toEqual(deal(7, 0));
    expect(deal(7, 0)).not.toEqual(deal(8, 0));
    expect(deal(7, 0)).not.toEqual(deal(7, 1));
    // Computed by test/deal.py, which shares no code with this.
    expect(deal(7, 0)).toEqual([2, 0, 4, 0, 4, 4, 2, 2, 3, 1, 0, 3, 3, 1, 1]);
  });

  test('leaves no trace of the order of classes', () => {
    const classes = dealClasses([1, 1], 20_000, 3, 0);
    const firstHalf = classes.subarray(0, 10_000).filter((own) => own === 0).length;
    // 5000 on average with a standard deviation of 50.
    expect(Math.abs(firstHalf - 5000)).toBeLessThan(250);
  });
});

describe('edits', () => {
  test('are as they were given, or drawn from seed and name alone', () => {
    const both = drawEdits({ a: 0.25, b: [-2, 2], c: [0, 1] }, 9);
    expect(both.a).toBe(0.25);
    expect(drawEdits({ b: [-2, 2] }, 9)).toEqual({ b: both.b });
    expect(drawEdits({ b: [-2, 2] }, 10)).not.toEqual({ b: both.b });
    // As test/deal.py has them.
    expect(both).toEqual({ a: 0.25, b: 0.1891, c: 0.0725 });
  });

  test('fill their bounds evenly and never leave them', () => {
    const drawn = Array.from({ length: 10_000 }, (_, seed) => drawEdits({ x: [-0.33333, 1] }, seed).x!);
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(-0.33333);
    expect(Math.max(...drawn)).toBeLessThanOrEqual(1);
    const mean = drawn.reduce((sum, value) => sum + value, 0) / drawn.length;
    // The standard error of the mean is 0.0038.
    expect(Math.abs(mean - 1 / 3)).toBeLessThan(0.02);
    expect(drawn.every((value) => Number(value.toFixed(4)) === value || value === -0.33333)).toBe(true);
  });
});

describe('a plan', () => {
  test('says of each index what its image is', () => {
    const plan = testPlan({ format: 'imagefolder', count: 11, chunk: 4, split: { train: 0.7, val: 0.3 } });
    const images = Array.from({ length: 11 }, (_, index) => plan.image(index));
    expect(images.map(({ seed }) => seed)).toEqual(images.map((_, index) => 100 + index));
    expect(images[3]!.name).toBe('tiny-000003');
    expect(images.filter(({ split }) => split === 'val')).toHaveLength(3);
    expect([plan.chunks, plan.bounds(0), plan.bounds(2)]).toEqual([3, [0, 4], [8, 11]]);
  });

  test('names sort as indices do, however many there are', () => {
    const plan = testPlan({ format: 'png', count: 1_234_567, mix: { label: 'grade', weights: [1, 1] } });
    expect(plan.image(0).name).toBe('tiny-0000000');
    expect(plan.image(1_234_566).name).toBe('tiny-1234566');
  });
});
