import { expect, test } from 'vitest';
import { sideOf } from './side.ts';

test('the side that is asked for, else the one that the file states, else the one of its name, else right', () => {
  expect(sideOf('s0001L.dcm', 'right', 'L')).toBe('right');
  expect(sideOf('s0001L.dcm', 'auto', 'R')).toBe('right');
  expect(sideOf('s0001.dcm', 'auto', 'L')).toBe('left');
  expect(sideOf('folderL/s0001L.jpg', 'auto')).toBe('left');
  expect(sideOf('folderL/s0001.jpg', 'auto')).toBe('right');
});
