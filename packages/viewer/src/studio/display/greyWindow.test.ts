import { expect, test } from 'vitest';
import { filterOf, throughWindow } from './greyWindow.ts';

/** CSS filters as their specification says (Filter Effects 1), each clamped. */
function filtered(grey: number, filter: string): number {
  if (filter === 'none') return grey;
  return filter.split(' ').reduce((value, text) => {
    const [, name, amount] = text.match(/^(\w+)\((.+)\)$/)!;
    const by = Number(amount);
    const results: Record<string, number> = {
      brightness: value * by,
      contrast: (value - 0.5) * by + 0.5,
      invert: value * (1 - 2 * by) + by,
    };
    return Math.min(1, Math.max(0, results[name!]!));
  }, grey);
}

const greys = Array.from({ length: 101 }, (_, at) => at / 100);
const views = [0.05, 0.3, 1, 2].flatMap((window) =>
  [0, 0.2, 0.5, 0.9, 1].flatMap((level) => [false, true].map((inverted) => ({ window, level, inverted }))),
);

test.each(views)('filters are the window: %o', (view) => {
  for (const grey of greys) expect(filtered(grey, filterOf(view))).toBeCloseTo(throughWindow(grey, view), 9);
});

test('the whole scale is left as it is', () => {
  const plain = { window: 1, level: 0.5, inverted: false };
  expect(filterOf(plain)).toBe('none');
  for (const grey of greys) expect(throughWindow(grey, plain)).toBeCloseTo(grey, 12);
});

test('a window spreads its part of the scale', () => {
  const view = { window: 0.5, level: 0.5, inverted: false };
  expect([0.2, 0.25, 0.5, 0.75, 0.8].map((grey) => throughWindow(grey, view))).toEqual([0, 0, 0.5, 1, 1]);
});
