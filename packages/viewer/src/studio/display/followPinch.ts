import { spotIn } from './place.ts';

type Spot = ReturnType<typeof spotIn>;

/**
 * Hears of two fingers on `element`: by what factor they are farther apart than before, and where their middle was and is, right of and below that
 * of `frame(event)`, in shares of it. Fingers outside of a frame do not count. Returns whether two are down.
 */
export function followPinch(
  element: HTMLElement,
  frame: (event: Event) => Element | undefined,
  pinch: (factor: number, x: number, y: number, toX: number, toY: number) => void,
  signal?: AbortSignal,
): () => boolean {
  const held = new Map<number, Spot>();
  const options = signal ? { signal } : {};
  const spot = (event: PointerEvent) => {
    const under = frame(event);
    return under && spotIn(under, event);
  };
  element.addEventListener(
    'pointerdown',
    (event) => {
      const place = event.pointerType === 'touch' ? spot(event) : undefined;
      if (place) held.set(event.pointerId, place);
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      const before = held.get(event.pointerId);
      const now = before && spot(event);
      if (!before || !now) return;
      held.set(event.pointerId, now);
      const other = [...held].find(([id]) => id !== event.pointerId)?.[1];
      if (other && held.size === 2)
        pinch(
          distance(now, other) / Math.max(0.01, distance(before, other)),
          (before.x + other.x) / 2 - 0.5,
          (before.y + other.y) / 2 - 0.5,
          (now.x + other.x) / 2 - 0.5,
          (now.y + other.y) / 2 - 0.5,
        );
    },
    options,
  );
  for (const name of ['pointerup', 'pointercancel'] as const)
    element.addEventListener(name, ({ pointerId }) => held.delete(pointerId), options);
  // Else the browser scrolls with both fingers, where one may scroll, and takes them away.
  for (const name of ['touchstart', 'touchmove'] as const)
    element.addEventListener(
      name,
      (event) => {
        if (event.touches.length > 1 && event.cancelable) event.preventDefault();
      },
      { passive: false, ...options },
    );
  return () => held.size > 1;
}

function distance(a: Spot, b: Spot): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
