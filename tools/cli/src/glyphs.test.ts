import { expect, test } from 'vitest';
import { drawText, textSize } from './glyphs.ts';

function picture(text: string, scale = 1): string[] {
  const { width, height } = textSize(text, scale);
  const rows = Array.from({ length: height }, () => Array<string>(width).fill('.'));
  drawText(text, scale, (x, y) => {
    rows[y]![x] = '#';
  });
  return rows.map((row) => row.join(''));
}

test('letters and digits', () => {
  expect(picture('L3')).toEqual(['#...###', '#.....#', '#...###', '#.....#', '###.###']);
});

test('scaled', () => {
  expect(picture('-', 2)).toEqual([
    '......',
    '......',
    '......',
    '......',
    '######',
    '######',
    ...Array(4).fill('......'),
  ]);
});

test('unknown characters are blank', () => {
  expect(picture('ж').join('')).not.toContain('#');
});
