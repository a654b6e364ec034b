/** What a drag does while the pointer is down. */
export interface Drag {
  /** By how far the pointer has moved since the last call, in shares of the element, and where it is. */
  move(right: number, down: number, event: PointerEvent): void;
  end?(): void;
}

/** Follows each pointer that is pressed on `element` as `start` wants it, also outside of it, until it is let go. */
export function followDrag(
  element: HTMLElement,
  start: (event: PointerEvent) => Drag | undefined,
  signal?: AbortSignal,
): void {
  let drag: Drag | undefined;
  let [x, y] = [0, 0];
  const options = signal ? { signal } : {};
  element.addEventListener(
    'pointerdown',
    (event) => {
      if (drag) return;
      drag = start(event);
      [x, y] = [event.clientX, event.clientY];
      if (drag) element.setPointerCapture(event.pointerId);
    },
    options,
  );
  element.addEventListener(
    'pointermove',
    (event) => {
      if (!drag || !element.hasPointerCapture(event.pointerId)) return;
      const { clientX, clientY } = event;
      drag.move((clientX - x) / element.clientWidth, (clientY - y) / element.clientHeight, event);
      [x, y] = [clientX, clientY];
    },
    options,
  );
  // However a drag ends, the capture ends with it.
  element.addEventListener(
    'lostpointercapture',
    () => {
      drag?.end?.();
      drag = undefined;
    },
    options,
  );
}
