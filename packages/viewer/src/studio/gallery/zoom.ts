/** Which part of an image is seen: how much larger than the whole, and the point in the middle, in shares of width and height. */
export interface Zoom {
  readonly factor: number;
  readonly x: number;
  readonly y: number;
}

export const plainZoom: Zoom = { factor: 1, x: 0.5, y: 0.5 };
export const MOST_ZOOM = 16;

/** The nearest zoom that shows nothing beside the image. */
export function zoomWithin({ factor, x, y }: Zoom): Zoom {
  const within = Math.min(MOST_ZOOM, Math.max(1, factor));
  const half = 0.5 / within;
  const keep = (middle: number) => Math.min(1 - half, Math.max(half, middle));
  return { factor: within, x: keep(x), y: keep(y) };
}

/** Zooms by `times`, and leaves the point of the frame at (`x`, `y`), in its shares, where it is. */
export function zoomAt(zoom: Zoom, times: number, x = 0.5, y = 0.5): Zoom {
  const factor = Math.min(MOST_ZOOM, Math.max(1, zoom.factor * times));
  const move = 1 / zoom.factor - 1 / factor;
  return zoomWithin({ factor, x: zoom.x + (x - 0.5) * move, y: zoom.y + (y - 0.5) * move });
}

/** Moves the picture under its frame, by shares of the frame. */
export function panBy(zoom: Zoom, x: number, y: number): Zoom {
  return zoomWithin({ ...zoom, x: zoom.x - x / zoom.factor, y: zoom.y - y / zoom.factor });
}

/** As CSS for the picture, whose frame has its size. */
export function zoomTransform({ factor, x, y }: Zoom): string {
  const percent = (middle: number) => `${((0.5 - middle) * factor * 100).toFixed(4)}%`;
  return `translate(${percent(x)}, ${percent(y)}) scale(${factor})`;
}
