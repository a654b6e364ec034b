import { expect, test } from 'vitest';
import { formatAssignments, parseAssignments, parseNumbers } from './assignments.ts';

test.each([
  ['grade=3', { grade: 3 }],
  [' grade = 3 ;side=left', { grade: 3, side: 'left' }],
  ['direction 1=-1.5, joint space=0.25', { 'direction 1': -1.5, 'joint space': 0.25 }],
  ['a=b=2', { 'a=b': 2 }],
  ['', {}],
])('"%s"', (text, values) => {
  expect(parseAssignments('labels', text)).toEqual(values);
  expect(parseAssignments('labels', formatAssignments(values))).toEqual(values);
});

test.each(['grade', 'grade=', '=3', 'grade=3; 4'])('"%s" is refused', (text) => {
  expect(() => parseAssignments('labels', text)).toThrow(/^labels: found ".*", expected NAME=VALUE/);
});

test('edits are numbers', () => {
  expect(parseNumbers('edits', 'direction 1=-1.5')).toEqual({ 'direction 1': -1.5 });
  expect(() => parseNumbers('edits', 'direction 1=far')).toThrow(
    'edits "direction 1": found "far", expected a number',
  );
});
