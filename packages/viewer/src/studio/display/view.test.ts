import { expect, test } from 'vitest';
import { plainView, withinLimits } from './view.ts';

test('window and level keep to the grey scale', () => {
  expect(withinLimits({ ...plainView, window: 0, level: 7 })).toMatchObject({ window: 0.05, level: 1 });
});
