import { expect, test } from 'vitest';
import { MOST_ZOOM, panBy, plainZoom, zoomAt, zoomTransform } from './zoom.ts';

test('the point below the pointer stays where it is', () => {
  let zoom = plainZoom;
  for (const [times, x, y] of [
    [2, 0.3, 0.6],
    [1.7, 0.45, 0.5],
    [0.8, 0.5, 0.4],
  ] as const) {
    const point = (of: typeof zoom) => [of.x + (x - 0.5) / of.factor, of.y + (y - 0.5) / of.factor];
    const next = zoomAt(zoom, times, x, y);
    for (const axis of [0, 1]) expect(point(next)[axis]).toBeCloseTo(point(zoom)[axis]!, 10);
    zoom = next;
  }
});

test('nothing beside the image is shown, and the whole is the least', () => {
  expect(panBy(plainZoom, 0.4, -0.3)).toEqual(plainZoom);
  expect(zoomAt(zoomAt(plainZoom, 4, 0, 1), 0.01)).toEqual(plainZoom);
  expect(panBy(zoomAt(plainZoom, 4), 5, -5)).toEqual({ factor: 4, x: 0.125, y: 0.875 });
  expect(zoomAt(plainZoom, 1000).factor).toBe(MOST_ZOOM);
});

test('dragging by a share of the frame moves the picture by as much', () => {
  const zoom = panBy(zoomAt(plainZoom, 4), 0.2, 0);
  expect(zoom).toEqual({ factor: 4, x: 0.45, y: 0.5 });
  expect(zoomTransform(zoom)).toBe('translate(20.0000%, 0.0000%) scale(4)');
});
