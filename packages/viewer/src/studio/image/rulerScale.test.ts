import { expect, test } from 'vitest';
import { plainView } from '../display/view.ts';
import { lengthText, toFrame, toPixels } from './rulerScale.ts';

const scale = { width: 200, height: 100 };
const view = { ...plainView, zoom: 4, left: 0.5, top: -1 };

test('a place in the frame is a place in the image, and back', () => {
  expect(toPixels({ x: 0.25, y: 0.5 }, plainView, scale)).toEqual({ x: 50, y: 50 });
  expect(toPixels({ x: 1, y: 0.5 }, view, scale)).toEqual({ x: 100, y: 75 });
  for (const point of [
    { x: 90, y: 70 },
    { x: 110, y: 80 },
  ]) {
    const back = toPixels(toFrame(point, view, scale), view, scale);
    expect(back.x).toBeCloseTo(point.x);
    expect(back.y).toBeCloseTo(point.y);
  }
});

test('what is dragged beyond the image ends at its border', () => {
  expect(toPixels({ x: -3, y: 9 }, plainView, scale)).toEqual({ x: 0, y: 100 });
});

test('lengths in pixels, and in mm where the model states the size of a pixel', () => {
  const [from, to] = [
    { x: 10, y: 10 },
    { x: 40, y: 50 },
  ];
  expect(lengthText(from, to, scale)).toBe('50.0 px');
  expect(lengthText(from, to, { ...scale, pixelSize: [0.2, 0.2] })).toBe('10.0 mm');
  expect(lengthText(from, { x: 40, y: 10 }, { ...scale, pixelSize: [5, 0.1] })).toBe('3.0 mm');
  expect(lengthText(from, { x: 10, y: 50 }, { ...scale, pixelSize: [5, 0.1] })).toBe('200.0 mm');
});
