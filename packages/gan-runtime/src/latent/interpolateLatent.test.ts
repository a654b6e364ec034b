import { expect, test } from 'vitest';
import { angleOf } from './angle.ts';
import { interpolateLatent } from './interpolateLatent.ts';
import { normalLatent } from './latent.ts';

test.each([-1, -0.9999999, -0.5, -1e-9, 0, 1e-9, 0.3, 0.71, 0.999999999, 1])('angleOf(%d)', (cosine) => {
  // Next to 1 the cosine itself has no more digits of the angle.
  expect(Math.abs(angleOf(cosine) - Math.acos(cosine))).toBeLessThan(5e-16 * 3);
});

const length = (values: Float32Array) => Math.hypot(...values);

test('slerp keeps the length of normal values, a straight line does not', () => {
  const [from, to] = [normalLatent(1, 0, 4000), normalLatent(2, 0, 4000)];
  const middle = interpolateLatent(from, to, 0.5, 'slerp');
  const straight = interpolateLatent(from, to, 0.5, 'linear');
  expect(length(middle) / length(from)).toBeCloseTo(1, 1);
  expect(length(straight) / length(from)).toBeCloseTo(Math.SQRT1_2, 1);
});

test('slerp turns evenly', () => {
  const [from, to] = [normalLatent(1, 0, 8), normalLatent(2, 0, 8)];
  const cosine = (a: Float32Array, b: Float32Array) =>
    a.reduce((sum, value, at) => sum + value * b[at]!, 0) / (length(a) * length(b));
  const whole = Math.acos(cosine(from, to));
  const steps = [0, 0.25, 0.5, 0.75, 1].map((share) => interpolateLatent(from, to, share, 'slerp'));
  // Along the circle of the two directions only where both have one length.
  const unit = (values: Float32Array, by: number) => values.map((value) => value / by);
  const even = [0, 0.25, 0.5, 0.75, 1].map((share) =>
    interpolateLatent(unit(from, length(from)), unit(to, length(to)), share, 'slerp'),
  );
  for (let at = 0; at < 4; at++)
    expect(Math.acos(cosine(even[at]!, even[at + 1]!))).toBeCloseTo(whole / 4, 5);
  expect(steps[0]).toEqual(from);
  expect(steps[4]).toEqual(to);
});

test.each([
  ['the same', [1, 2], [1, 2], [1, 2]],
  ['one behind the other', [1, 2], [2, 4], [1.5, 3]],
  ['opposite', [1, 2], [-1, -2], [0, 0]],
  ['one of zeros', [0, 0], [2, 4], [1, 2]],
  ['one value', [3], [5], [4]],
])('two that have no arc between them (%s) take the straight line', (_, from, to, middle) => {
  const made = interpolateLatent(Float32Array.from(from), Float32Array.from(to), 0.5, 'slerp');
  expect([...made]).toEqual(middle);
});
