/** How a picture is looked at; nothing of it changes the picture. */
export interface View {
  /** Share of the grey scale that is spread from black to white. */
  readonly window: number;
  /** The grey in the middle of the window, 0 (black) to 1 (white). */
  readonly level: number;
  readonly inverted: boolean;
  /** 1: the whole picture. */
  readonly zoom: number;
  /** How far its middle lies right of the frame's and below it, in shares of the frame. */
  readonly left: number;
  readonly top: number;
}

export const plainView: View = { window: 1, level: 0.5, inverted: false, zoom: 1, left: 0, top: 0 };

export const mostZoom = 8;
export const zoomStep = 1.25;
const windows = [0.05, 2] as const;

/** A view within its limits: the picture still covers its frame. */
export function withinLimits({ window, level, inverted, zoom, left, top }: View): View {
  const factor = between(zoom, 1, mostZoom);
  const most = (factor - 1) / 2;
  return {
    window: between(window, ...windows),
    level: between(level, 0, 1),
    inverted,
    zoom: factor,
    left: between(left, -most, most),
    top: between(top, -most, most),
  };
}

/** Nearer by `factor`, around what lies `x` right of the frame's middle and `y` below it, in shares of the frame. */
export function zoomed(view: View, factor: number, x = 0, y = 0): View {
  const zoom = between(view.zoom * factor, 1, mostZoom);
  const ratio = zoom / view.zoom;
  const [left, top] = [x - (x - view.left) * ratio, y - (y - view.top) * ratio];
  return withinLimits({ ...view, zoom, left, top });
}

/** Moved by shares of the frame. */
export function moved(view: View, right: number, down: number): View {
  return withinLimits({ ...view, left: view.left + right, top: view.top + down });
}

/** How much nearer a turn of the wheel brings the picture. */
export function wheelFactor({ deltaY }: Pick<WheelEvent, 'deltaY'>): number {
  return 1.002 ** -deltaY;
}

/** Zoom and place as a CSS transform around the picture's middle. */
export function transformOf({ zoom, left, top }: View): string {
  if (zoom === 1) return 'none';
  return `translate(${left * 100}%, ${top * 100}%) scale(${zoom})`;
}

function between(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
