import { type Drag, followDrag } from '../display/followDrag.ts';
import { moved, wheelFactor, zoomed, zoomStep } from '../display/view.ts';
import type { Display } from './display.ts';

/** What the left button does on the picture. */
export type Tool = 'move' | 'window' | 'ruler';

export interface StageActions {
  readonly tool: Tool;
  /** Begins a measured line at a place in the frame, in shares of it. */
  measure(x: number, y: number): Drag;
  /** Does what a letter stands for; false where it stands for nothing. */
  press(key: string): boolean;
}

/** How much of the grey scale a drag across the whole frame goes through. */
const windowShare = 1;
/** How far an arrow key moves the picture, in shares of the frame. */
const step = 0.05;

/** Mouse, touch and keys on the frame of the picture. */
export function wireStage(
  frame: HTMLElement,
  display: Display,
  actions: StageActions,
  signal: AbortSignal,
): void {
  followDrag(
    frame,
    (event) => {
      if (event.button === 2) return windowDrag(display);
      if (event.button !== 0) return undefined;
      frame.focus({ preventScroll: true });
      if (actions.tool === 'window') return windowDrag(display);
      if (actions.tool === 'ruler') return actions.measure(...placeIn(frame, event));
      return display.view.zoom > 1
        ? { move: (right, down) => display.change(moved(display.view, right, down)) }
        : undefined;
    },
    signal,
  );
  // The right button drags.
  frame.addEventListener('contextmenu', (event) => event.preventDefault(), { signal });
  frame.addEventListener('dblclick', () => actions.tool !== 'ruler' && display.reset(), { signal });
  frame.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      const [x, y] = placeIn(frame, event);
      display.change(zoomed(display.view, wheelFactor(event), x - 0.5, y - 0.5));
    },
    { passive: false, signal },
  );
  frame.addEventListener(
    'keydown',
    (event) => {
      if (event.target !== frame || event.ctrlKey || event.metaKey || event.altKey) return;
      if (pressed(display, event.key) || actions.press(event.key.toLowerCase())) event.preventDefault();
    },
    { signal },
  );
}

/** Right widens the window, up makes the picture brighter, as viewers of radiographs do. */
function windowDrag(display: Display): Drag {
  return {
    move(right, down) {
      const { window, level } = display.view;
      display.change({ window: window + right * windowShare, level: level + down * windowShare });
    },
  };
}

function pressed(display: Display, key: string): boolean {
  const { view } = display;
  const keys: Record<string, () => void> = {
    '+': () => display.change(zoomed(view, zoomStep)),
    '=': () => display.change(zoomed(view, zoomStep)),
    '-': () => display.change(zoomed(view, 1 / zoomStep)),
    '0': () => display.reset(),
    ArrowLeft: () => display.change(moved(view, step, 0)),
    ArrowRight: () => display.change(moved(view, -step, 0)),
    ArrowUp: () => display.change(moved(view, 0, step)),
    ArrowDown: () => display.change(moved(view, 0, -step)),
  };
  // Of a whole picture nothing is hidden that arrows could bring: they scroll the page.
  if (key.startsWith('Arrow') && view.zoom === 1) return false;
  keys[key]?.();
  return Object.hasOwn(keys, key);
}

/** Where an event lies in the frame, in shares of it. */
function placeIn(frame: HTMLElement, { clientX, clientY }: MouseEvent): [number, number] {
  const { left, top, width, height } = frame.getBoundingClientRect();
  return [(clientX - left) / width, (clientY - top) / height];
}
