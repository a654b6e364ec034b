import { expect, test } from 'vitest';
import { mostZoom, moved, plainView, transformOf, withinLimits, zoomed } from './view.ts';

/** Where a point of the picture, in shares from its middle, lies in the frame. */
const placed = (point: number, { zoom, left }: { zoom: number; left: number }) => point * zoom + left;

test('zooming keeps what is under the pointer there', () => {
  const near = zoomed(plainView, 2, 0.3, -0.2);
  expect(placed(0.3, near)).toBeCloseTo(0.3);
  const nearer = zoomed(near, 1.5, -0.1, 0.4);
  const under = (-0.1 - near.left) / near.zoom;
  expect(placed(under, nearer)).toBeCloseTo(-0.1);
});

test('the picture always covers its frame', () => {
  expect(moved(plainView, 0.5, 0.5)).toEqual(plainView);
  expect(moved(zoomed(plainView, 2), 9, -9)).toMatchObject({ left: 0.5, top: -0.5 });
  const back = zoomed(moved(zoomed(plainView, 4), 1, 1), 0.25);
  expect(back).toMatchObject({ zoom: 1, left: 0, top: 0 });
  expect(zoomed(plainView, 1000).zoom).toBe(mostZoom);
  expect(zoomed(plainView, 0.1).zoom).toBe(1);
});

test('window and level keep to the grey scale', () => {
  expect(withinLimits({ ...plainView, window: 0, level: 7 })).toMatchObject({ window: 0.05, level: 1 });
});

test('a transform', () => {
  expect(transformOf(plainView)).toBe('none');
  expect(transformOf({ ...plainView, zoom: 2, left: 0.25, top: -0.5 })).toBe('translate(25%, -50%) scale(2)');
});
