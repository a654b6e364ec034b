/** Which part of a picture is seen. */
export interface Place {
  /** 1: the whole picture. */
  readonly zoom: number;
  /** How far its middle lies right of the frame's and below it, in shares of the frame. */
  readonly left: number;
  readonly top: number;
}

export const wholePicture: Place = { zoom: 1, left: 0, top: 0 };

export const mostZoom = 8;
export const zoomStep = 1.25;
/** How far an arrow key moves the picture, in shares of the frame. */
const step = 0.05;

/** The nearest place at which the picture covers its frame. */
export function placeWithin({ zoom, left, top }: Place): Place {
  const factor = between(zoom, 1, mostZoom);
  const most = (factor - 1) / 2;
  return { zoom: factor, left: between(left, -most, most), top: between(top, -most, most) };
}

/** Nearer by `factor`, around what lies `x` right of the frame's middle and `y` below it, in shares of the frame; that comes to lie at `toX`, `toY`. */
export function zoomed({ zoom, left, top }: Place, factor: number, x = 0, y = 0, toX = x, toY = y): Place {
  const to = between(zoom * factor, 1, mostZoom);
  const ratio = to / zoom;
  return placeWithin({ zoom: to, left: toX - (x - left) * ratio, top: toY - (y - top) * ratio });
}

/** Moved by shares of the frame. */
export function moved({ zoom, left, top }: Place, right: number, down: number): Place {
  return placeWithin({ zoom, left: left + right, top: top + down });
}

/** Where a key leads: plus and minus zoom, arrows move, 0 shows the whole; undefined for other keys. */
export function placeAfterKey(place: Place, key: string): Place | undefined {
  // Of a whole picture nothing is hidden that arrows could bring: they scroll the page.
  if (key.startsWith('Arrow') && place.zoom === 1) return undefined;
  const keys = new Map([
    ['+', () => zoomed(place, zoomStep)],
    ['=', () => zoomed(place, zoomStep)],
    ['-', () => zoomed(place, 1 / zoomStep)],
    ['0', () => wholePicture],
    ['ArrowLeft', () => moved(place, step, 0)],
    ['ArrowRight', () => moved(place, -step, 0)],
    ['ArrowUp', () => moved(place, 0, step)],
    ['ArrowDown', () => moved(place, 0, -step)],
  ]);
  return keys.get(key)?.();
}

/** How much nearer a turn of the wheel brings the picture. */
export function wheelFactor({ deltaY }: Pick<WheelEvent, 'deltaY'>): number {
  return 1.002 ** -deltaY;
}

/** Where a pointer is in a frame, in shares of it from its upper left corner. */
export function spotIn(
  frame: Element,
  { clientX, clientY }: Pick<MouseEvent, 'clientX' | 'clientY'>,
): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: (clientX - left) / width, y: (clientY - top) / height };
}

/** As a CSS transform around the picture's middle. */
export function transformOf({ zoom, left, top }: Place): string {
  if (zoom === 1) return 'none';
  return `translate(${left * 100}%, ${top * 100}%) scale(${zoom})`;
}

export function between(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
