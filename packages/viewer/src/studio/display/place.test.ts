import { expect, test } from 'vitest';
import { mostZoom, moved, placeAfterKey, transformOf, wholePicture, zoomed } from './place.ts';

/** Where a point of the picture, in shares from its middle, lies in the frame. */
const placed = (point: number, { zoom, left }: { zoom: number; left: number }) => point * zoom + left;

test('zooming keeps what is under the pointer there', () => {
  const near = zoomed(wholePicture, 2, 0.3, -0.2);
  expect(placed(0.3, near)).toBeCloseTo(0.3);
  const nearer = zoomed(near, 1.5, -0.1, 0.4);
  const under = (-0.1 - near.left) / near.zoom;
  expect(placed(under, nearer)).toBeCloseTo(-0.1);
});

test('the picture always covers its frame', () => {
  expect(moved(wholePicture, 0.5, 0.5)).toEqual(wholePicture);
  expect(moved(zoomed(wholePicture, 2), 9, -9)).toMatchObject({ left: 0.5, top: -0.5 });
  const back = zoomed(moved(zoomed(wholePicture, 4), 1, 1), 0.25);
  expect(back).toMatchObject({ zoom: 1, left: 0, top: 0 });
  expect(zoomed(wholePicture, 1000).zoom).toBe(mostZoom);
  expect(zoomed(wholePicture, 0.1).zoom).toBe(1);
});

test('a transform', () => {
  expect(transformOf(wholePicture)).toBe('none');
  expect(transformOf({ zoom: 2, left: 0.25, top: -0.5 })).toBe('translate(25%, -50%) scale(2)');
});

test('keys: arrows move what is larger than its frame, and nothing else', () => {
  const near = zoomed(wholePicture, 2);
  expect(placeAfterKey(near, 'ArrowLeft')).toEqual({ zoom: 2, left: 0.05, top: 0 });
  expect(placeAfterKey(wholePicture, 'ArrowLeft')).toBeUndefined();
  expect(placeAfterKey(near, '0')).toEqual(wholePicture);
  expect(placeAfterKey(near, '+')?.zoom).toBe(2.5);
  for (const key of ['x', 'toString']) expect(placeAfterKey(near, key)).toBeUndefined();
});
