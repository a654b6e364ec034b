import { makeElement } from '../../controls/makeElement.ts';
import { type Drag, followDrag } from '../display/followDrag.ts';
import type { View } from '../display/view.ts';
import type { ImageOutput } from '../imageOutput.ts';
import { svgElement } from './icons.ts';
import { lengthText, type Point, toFrame, toPixels } from './rulerScale.ts';

/** A line over the picture with its length; each end can be dragged, and moved with the arrow keys. */
export interface Ruler {
  readonly element: HTMLElement;
  /** Shows it, across the middle at first. */
  show(shown: boolean): void;
  /** The view has changed: the line stays where it is in the image. */
  follow(): void;
  /** A new line from a place in the frame, in shares of it. */
  begin(x: number, y: number): Drag;
}

export function createRuler(frame: HTMLElement, scale: ImageOutput, view: () => View): Ruler {
  const { width, height } = scale;
  let placed: [Point, Point] | undefined;
  const [shade, line] = [svgElement('line', { class: 'shade' }), svgElement('line', {})];
  const drawing = svgElement('svg', { 'aria-hidden': 'true' });
  drawing.append(shade, line);
  const length = makeElement('output', { class: 'ruler-length' });
  const handles = ['First', 'Second'].map((name, at) => handle(name, at as 0 | 1));
  const element = makeElement('div', { class: 'ruler', hidden: true }, length, ...handles);
  element.prepend(drawing);

  /** The first line lies across the middle of what is seen. */
  function ends(): [Point, Point] {
    placed ??= [0.25, 0.75].map((x) => toPixels({ x, y: 0.5 }, view(), scale)) as [Point, Point];
    return placed;
  }
  function move(at: 0 | 1, to: Point): void {
    ends()[at] = to;
    draw();
  }
  function handle(name: string, at: 0 | 1): HTMLButtonElement {
    const button = makeElement('button', { type: 'button', class: 'ruler-end', 'data-name': name });
    followDrag(button, (event) => {
      event.stopPropagation();
      return event.button === 0 ? { move: (_right, _down, moved) => moveTo(at, moved) } : undefined;
    });
    button.addEventListener('keydown', (event) => {
      const by = event.shiftKey ? 10 : 1;
      const steps: Record<string, readonly [number, number]> = {
        ArrowLeft: [-by, 0],
        ArrowRight: [by, 0],
        ArrowUp: [0, -by],
        ArrowDown: [0, by],
      };
      const [right, down] = steps[event.key] ?? [];
      if (right === undefined || down === undefined) return;
      event.preventDefault();
      const { x, y } = ends()[at];
      const within = (value: number, size: number) => Math.min(size, Math.max(0, value));
      move(at, { x: within(x + right, width), y: within(y + down, height) });
    });
    return button;
  }
  function moveTo(at: 0 | 1, { clientX, clientY }: PointerEvent): void {
    const { left, top, width, height } = frame.getBoundingClientRect();
    move(at, toPixels({ x: (clientX - left) / width, y: (clientY - top) / height }, view(), scale));
  }
  function draw(): void {
    const [from, to] = ends().map((end) => toFrame(end, view(), scale)) as [Point, Point];
    for (const drawn of [shade, line]) {
      drawn.setAttribute('x1', percent(from.x));
      drawn.setAttribute('y1', percent(from.y));
      drawn.setAttribute('x2', percent(to.x));
      drawn.setAttribute('y2', percent(to.y));
    }
    for (const [at, button] of handles.entries()) {
      const place = at === 0 ? from : to;
      button.style.left = percent(place.x);
      button.style.top = percent(place.y);
      const { x, y } = ends()[at as 0 | 1];
      button.ariaLabel = `${button.dataset.name} end of the ruler: ${Math.round(x)} across, ${Math.round(y)} down in pixels`;
    }
    length.style.left = percent((from.x + to.x) / 2);
    length.style.top = percent((from.y + to.y) / 2);
    length.value = lengthText(...ends(), scale);
  }
  return {
    element,
    show(shown) {
      element.hidden = !shown;
      if (shown) draw();
    },
    follow() {
      if (!element.hidden) draw();
    },
    begin(x, y) {
      const from = toPixels({ x, y }, view(), scale);
      return {
        move(_right, _down, event) {
          ends()[0] = from; // a click alone leaves the line where it was
          moveTo(1, event);
        },
      };
    },
  };
}

const percent = (share: number) => `${share * 100}%`;
