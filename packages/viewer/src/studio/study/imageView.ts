import type { ShownImage } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';
import { followDrag } from '../display/followDrag.ts';
import { throughWindow } from '../display/greyWindow.ts';
import { moved, transformOf, wheelFactor, zoomed } from '../display/place.ts';
import { plainView, type View, withinLimits } from '../display/view.ts';

export interface ImageView {
  readonly element: HTMLElement;
  readonly view: View;
  /** Draws an image as it is, whatever was set for the one before. */
  show(image: ShownImage, name: string): void;
  change(view: Partial<View>): void;
  hide(hidden: boolean): void;
}

/**
 * A canvas that every image of a study is drawn on, pixel by pixel from its 8 bits. With `tools` it zooms by wheel and is moved by
 * dragging; `onView` hears of what changed.
 */
export function createImageView(
  size: { readonly width: number; readonly height: number },
  tools: boolean,
  onView: (view: View) => void,
): ImageView {
  const { width, height } = size;
  const canvas = makeElement('canvas', { width, height, role: 'img' });
  const element = makeElement('div', { class: 'picture' }, canvas);
  element.style.setProperty('--proportion', String(width / height));
  const context = canvas.getContext('2d')!;
  let image: ShownImage | undefined;
  let view = plainView;

  function draw(): void {
    if (!image) return;
    context.putImageData(new ImageData(toRgba(image, view), image.width, image.height), 0, 0);
  }
  function change(to: Partial<View>): void {
    view = withinLimits({ ...view, ...to });
    draw();
    canvas.style.transform = transformOf(view);
    element.classList.toggle('zoomed', view.zoom > 1);
    onView(view);
  }

  if (tools) {
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        change(zoomed(view, wheelFactor(event)));
      },
      { passive: false },
    );
    element.addEventListener('dblclick', () => change(plainView));
    followDrag(element, () =>
      view.zoom > 1 ? { move: (right, down) => change(moved(view, right, down)) } : undefined,
    );
  }
  return {
    element,
    get view() {
      return view;
    },
    show(next, name) {
      image = next;
      canvas.ariaLabel = name;
      change(plainView);
    },
    change,
    hide(hidden) {
      element.classList.toggle('hidden', hidden);
    },
  };
}

function toRgba({ pixels }: ShownImage, view: View): Uint8ClampedArray<ArrayBuffer> {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, grey) => throughWindow(grey / 255, view) * 255);
  const rgba = new Uint8ClampedArray(pixels.length * 4);
  for (let at = 0; at < pixels.length; at++) {
    const grey = table[pixels[at]!]!;
    rgba[at * 4] = grey;
    rgba[at * 4 + 1] = grey;
    rgba[at * 4 + 2] = grey;
    rgba[at * 4 + 3] = 255;
  }
  return rgba;
}
