/** Keys that work the controls; every other one may be the browser's. */
const allowed = new Set([
  ...['Tab', 'Enter', ' ', 'Home', 'End', 'PageUp', 'PageDown', 'Shift'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'],
]);

/** Events that zoom, scroll, select, drag, open a menu or leave the page. */
const refused = [
  'contextmenu',
  'dragstart',
  'dragover',
  'drop',
  'selectstart',
  'dblclick',
  'auxclick',
  'gesturestart',
  'gesturechange',
  'gestureend',
];

/**
 * Keeps hands and keys from scrolling, zooming or leaving the page, as far as a page may: the browser's own kiosk mode does the
 * rest, and touch-action in kiosk.css what fingers do.
 */
export function refuseEscape(target: EventTarget = window): void {
  for (const type of refused)
    target.addEventListener(type, (event) => event.preventDefault(), { capture: true, passive: false });
  const refuseZoom = (event: Event) => (event as WheelEvent).ctrlKey && event.preventDefault();
  target.addEventListener('wheel', refuseZoom, { capture: true, passive: false });
  target.addEventListener(
    'touchmove',
    (event) => {
      if ((event as TouchEvent).touches.length > 1 && event.cancelable) event.preventDefault();
    },
    { capture: true, passive: false },
  );
  target.addEventListener('keydown', (event) => isEscape(event as KeyboardEvent) && event.preventDefault(), {
    capture: true,
  });
}

/** Whether a key may do something beyond the controls: shortcuts, function keys, back. */
export function isEscape(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>): boolean {
  return event.ctrlKey || event.metaKey || event.altKey || !allowed.has(event.key);
}
