import { panBy, plainZoom, type Zoom, zoomAt } from './zoom.ts';

export const ZOOM_STEP = 1.25;
/** Of the frame, with one press of an arrow key. */
const PAN_STEP = 0.1;

interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Where a pointer is in the frame below it, in shares of the frame; undefined where it is on none. */
export function spotInFrame(event: MouseEvent): Spot | undefined {
  const frame = (event.target as Element).closest('.compared-frame');
  if (!frame) return undefined;
  const { left, top, width, height } = frame.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}

/** Wheel, drag, pinch, double click and keys on any frame within `element` change the one zoom of all. */
export function listenToZoom(element: HTMLElement, read: () => Zoom, change: (zoom: Zoom) => void): void {
  const held = new Map<number, Spot>();

  element.addEventListener(
    'wheel',
    (event) => {
      const spot = spotInFrame(event);
      if (!spot) return;
      event.preventDefault();
      change(zoomAt(read(), 1.002 ** -event.deltaY, spot.x, spot.y));
    },
    { passive: false },
  );
  element.addEventListener('dblclick', () => change(plainZoom));
  element.addEventListener('pointerdown', (event) => {
    const spot = spotInFrame(event);
    if (!spot || event.button !== 0) return;
    (event.target as Element).closest('.compared-frame')!.setPointerCapture(event.pointerId);
    held.set(event.pointerId, spot);
  });
  element.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId);
    const spot = before && spotInFrame(event);
    if (!before || !spot) return;
    const others = [...held].filter(([id]) => id !== event.pointerId);
    held.set(event.pointerId, spot);
    const other = others[0]?.[1];
    if (!other) return change(panBy(read(), spot.x - before.x, spot.y - before.y));
    const times = distance(spot, other) / Math.max(0.01, distance(before, other));
    change(zoomAt(read(), times, (spot.x + other.x) / 2, (spot.y + other.y) / 2));
  });
  for (const name of ['pointerup', 'pointercancel'] as const)
    element.addEventListener(name, ({ pointerId }) => held.delete(pointerId));
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const zoom = read();
    const changed: Readonly<Record<string, () => Zoom>> = {
      '+': () => zoomAt(zoom, ZOOM_STEP),
      '=': () => zoomAt(zoom, ZOOM_STEP),
      '-': () => zoomAt(zoom, 1 / ZOOM_STEP),
      '0': () => plainZoom,
      ArrowLeft: () => panBy(zoom, PAN_STEP, 0),
      ArrowRight: () => panBy(zoom, -PAN_STEP, 0),
      ArrowUp: () => panBy(zoom, 0, PAN_STEP),
      ArrowDown: () => panBy(zoom, 0, -PAN_STEP),
    };
    const next = changed[event.key]?.();
    if (!next) return;
    event.preventDefault();
    change(next);
  });
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
