import {
  moved,
  type Place,
  placeAfterKey,
  spotIn,
  wheelFactor,
  wholePicture,
  zoomed,
} from '../display/place.ts';

type Spot = ReturnType<typeof spotIn>;

/** Where a pointer is in the frame below it, in shares of the frame; undefined where it is on none. */
export function spotInFrame(event: MouseEvent): Spot | undefined {
  const frame = (event.target as Element).closest('.compared-frame');
  return frame ? spotIn(frame, event) : undefined;
}

/** Wheel, drag, pinch, double click and keys on any frame within `element` change the one zoom of all. */
export function listenToZoom(element: HTMLElement, read: () => Place, change: (place: Place) => void): void {
  const held = new Map<number, Spot>();

  element.addEventListener(
    'wheel',
    (event) => {
      const spot = spotInFrame(event);
      if (!spot) return;
      event.preventDefault();
      change(zoomed(read(), wheelFactor(event), spot.x - 0.5, spot.y - 0.5));
    },
    { passive: false },
  );
  element.addEventListener('dblclick', () => change(wholePicture));
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
    if (!other) return change(moved(read(), spot.x - before.x, spot.y - before.y));
    const times = distance(spot, other) / Math.max(0.01, distance(before, other));
    change(zoomed(read(), times, (spot.x + other.x) / 2 - 0.5, (spot.y + other.y) / 2 - 0.5));
  });
  for (const name of ['pointerup', 'pointercancel'] as const)
    element.addEventListener(name, ({ pointerId }) => held.delete(pointerId));
  element.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const next = placeAfterKey(read(), event.key);
    if (!next) return;
    event.preventDefault();
    change(next);
  });
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
