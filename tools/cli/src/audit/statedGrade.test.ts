import { expect, test } from 'vitest';
import { subjectOf } from './folderSource.ts';
import { statedGrade } from './statedGrade.ts';

const classes = ['KL 0', 'KL 1', 'KL 2', 'KL 3', 'KL 4'];

test.each([
  ['3', 3],
  ['KL 2', 2],
  ['kl_4', 4],
  ['grade1', 1],
  ['2.0', 2],
  ['5', undefined],
  ['-1', undefined],
  ['2.5', undefined],
  ['images', undefined],
  ['012', undefined],
  ['', undefined],
])('%s states %s', (text, expected) => {
  expect(statedGrade(text, classes)).toBe(expected);
});

test('a class is found by its name, too', () => {
  expect(statedGrade('Severe', ['none', 'severe'])).toBe(1);
});

test('both knees of a person are one subject; other files are subjects of their own', () => {
  expect(subjectOf('0/s0012L.jpg')).toBe(subjectOf('3/s0012R.png'));
  expect(subjectOf('0/global.png')).toBe('0/global.png');
  expect(subjectOf('0/1.png')).not.toBe(subjectOf('1/1.png'));
});
