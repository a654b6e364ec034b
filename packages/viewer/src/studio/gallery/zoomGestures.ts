import { followPinch } from '../display/followPinch.ts';
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

const frameUnder = ({ target }: Event) => (target as Element).closest('.compared-frame') ?? undefined;

/** Where a pointer is in the frame below it, in shares of the frame; undefined where it is on none. */
export function spotInFrame(event: MouseEvent): Spot | undefined {
  const frame = frameUnder(event);
  return frame && spotIn(frame, event);
}

/** Wheel, drag, pinch, double click and keys on any frame within `element` change the one zoom of all. */
export function listenToZoom(element: HTMLElement, read: () => Place, change: (place: Place) => void): void {
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
  const pinching = followPinch(element, frameUnder, (...to) => change(zoomed(read(), ...to)));
  const held = new Map<number, Spot>();
  element.addEventListener('pointerdown', (event) => {
    const spot = spotInFrame(event);
    if (!spot || event.button !== 0) return;
    frameUnder(event)!.setPointerCapture(event.pointerId);
    held.set(event.pointerId, spot);
  });
  element.addEventListener('pointermove', (event) => {
    const before = held.get(event.pointerId);
    const spot = before && spotInFrame(event);
    if (!before || !spot) return;
    held.set(event.pointerId, spot);
    if (!pinching()) change(moved(read(), spot.x - before.x, spot.y - before.y));
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
