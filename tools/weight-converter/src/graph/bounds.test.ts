import { expect, it } from 'vitest';
import { boundsAfter } from './bounds.ts';

it('a sampled image has the bounds of the image, and 0 where zeros stand around it; if bicubic, none', () => {
  const image = {
    kind: 'activation',
    name: 'x',
    shape: [1, 3, 4, 4],
    bounds: [0.25, 1],
  } as const;
  const grid = { kind: 'activation', name: 'grid', shape: [1, 4, 4, 2], bounds: [-3, 3] } as const;
  const sampled = (paddingMode: string, mode = 'bilinear') =>
    boundsAfter({ op: 'gridSample', inputs: [image, grid], weights: {}, attributes: { mode, paddingMode } });
  expect(sampled('zeros')).toEqual([0, 1]);
  expect(sampled('border')).toEqual([0.25, 1]);
  expect(sampled('reflection')).toEqual([0.25, 1]);
  expect(sampled('border', 'bicubic')).toBeUndefined();
});
