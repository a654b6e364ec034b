import { type Drag, followDrag } from '../display/followDrag.ts';
import { followPinch } from '../display/followPinch.ts';
import { moved, placeAfterKey, spotIn, wheelFactor, zoomed } from '../display/place.ts';
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

/** Mouse, touch and keys on the frame of the picture. */
export function wireStage(
  frame: HTMLElement,
  display: Display,
  actions: StageActions,
  signal: AbortSignal,
): void {
  const pinching = followPinch(
    frame,
    () => frame,
    (...to) => display.change(zoomed(display.view, ...to)),
    signal,
  );
  function begin(event: PointerEvent): Drag | undefined {
    if (event.button === 2) return windowDrag(display);
    if (event.button !== 0) return undefined;
    frame.focus({ preventScroll: true });
    if (actions.tool === 'window') return windowDrag(display);
    if (actions.tool === 'ruler') {
      const { x, y } = spotIn(frame, event);
      return actions.measure(x, y);
    }
    return display.view.zoom > 1
      ? { move: (right, down) => display.change(moved(display.view, right, down)) }
      : undefined;
  }
  followDrag(
    frame,
    (event) => {
      const drag = begin(event);
      // A second finger makes a pinch of it.
      if (!drag) return undefined;
      const move: Drag['move'] = (...by) => {
        if (!pinching()) drag.move(...by);
      };
      return { ...drag, move };
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
      const { x, y } = spotIn(frame, event);
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
  const place = placeAfterKey(display.view, key);
  if (key === '0') display.reset();
  else if (place) display.change(place);
  return place !== undefined;
}
