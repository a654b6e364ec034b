import type { View } from '../display/view.ts';
import type { ImageOutput } from '../imageOutput.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where a place in the frame (in shares of it) lies in the image, in pixels, at most at its border. */
export function toPixels({ x, y }: Point, { zoom, left, top }: View, { width, height }: ImageOutput): Point {
  const within = (share: number, size: number) => Math.min(size, Math.max(0, share * size));
  return {
    x: within((x - 0.5 - left) / zoom + 0.5, width),
    y: within((y - 0.5 - top) / zoom + 0.5, height),
  };
}

/** Where a place in the image lies in the frame. */
export function toFrame({ x, y }: Point, { zoom, left, top }: View, { width, height }: ImageOutput): Point {
  return { x: (x / width - 0.5) * zoom + left + 0.5, y: (y / height - 0.5) * zoom + top + 0.5 };
}

/** As in "12.3 mm", or "61.5 px" where the model states no size of its pixels. */
export function lengthText(from: Point, to: Point, { pixelSize }: ImageOutput): string {
  const [rows, columns] = pixelSize ?? [1, 1];
  const length = Math.hypot((to.x - from.x) * columns, (to.y - from.y) * rows);
  return `${length.toFixed(1)} ${pixelSize ? 'mm' : 'px'}`;
}
