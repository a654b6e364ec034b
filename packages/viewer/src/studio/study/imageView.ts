import type { ShownImage } from '@roentgan/datasets/study';
import { makeElement } from '../../controls/makeElement.ts';

/** How an image is looked at: window and level in shares of the grey scale. */
export interface View {
  readonly window: number;
  readonly level: number;
  readonly inverted: boolean;
  readonly zoom: number;
}

export const plainView: View = { window: 1, level: 0.5, inverted: false, zoom: 1 };

const MOST_ZOOM = 8;

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
  let [left, top] = [0, 0];

  function draw(): void {
    if (!image) return;
    context.putImageData(new ImageData(toRgba(image, view), image.width, image.height), 0, 0);
  }
  function place(): void {
    // At most so far that the picture still covers its frame.
    const most = (view.zoom - 1) / 2;
    left = Math.min(most, Math.max(-most, left));
    top = Math.min(most, Math.max(-most, top));
    canvas.style.transform = `translate(${left * 100}%, ${top * 100}%) scale(${view.zoom})`;
    element.classList.toggle('zoomed', view.zoom > 1);
  }
  function change(to: Partial<View>): void {
    view = { ...view, ...to };
    view = { ...view, zoom: Math.min(MOST_ZOOM, Math.max(1, view.zoom)) };
    draw();
    place();
    onView(view);
  }

  if (tools) {
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault();
        change({ zoom: view.zoom * 1.002 ** -event.deltaY });
      },
      { passive: false },
    );
    element.addEventListener('dblclick', () => change(plainView));
    element.addEventListener('pointerdown', ({ pointerId }) => {
      if (view.zoom > 1) element.setPointerCapture(pointerId);
    });
    element.addEventListener('pointermove', ({ pointerId, movementX, movementY }) => {
      if (!element.hasPointerCapture(pointerId)) return;
      left += movementX / element.clientWidth;
      top += movementY / element.clientHeight;
      place();
    });
  }
  return {
    element,
    get view() {
      return view;
    },
    show(next, name) {
      image = next;
      canvas.ariaLabel = name;
      [left, top] = [0, 0];
      change(plainView);
    },
    change,
    hide(hidden) {
      element.classList.toggle('hidden', hidden);
    },
  };
}

/** Grey through the window: what lies below it is black, above it white. */
function toRgba({ pixels }: ShownImage, { window, level, inverted }: View): Uint8ClampedArray<ArrayBuffer> {
  const table = Uint8ClampedArray.from({ length: 256 }, (_, grey) => {
    const value = (grey / 255 - level) / window + 0.5;
    return (inverted ? 1 - value : value) * 255;
  });
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
