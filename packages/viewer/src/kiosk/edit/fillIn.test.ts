import { expect, test } from 'vitest';
import { fillIn } from './fillIn.ts';

test('places are filled, and unknown ones left', () => {
  expect(fillIn('Another {model}', { model: 'knee' })).toBe('Another knee');
  expect(fillIn('{seconds} of {seconds}, {other}', { seconds: 3 })).toBe('3 of 3, {other}');
  expect(fillIn('{toString}', {})).toBe('{toString}');
});
