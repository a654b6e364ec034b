import { makeElement } from '../../controls/makeElement.ts';
import type { ImageSettings } from '../../ganViewer/imageSettings.ts';
import { followDrag } from '../display/followDrag.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';
import type { UneditedImage } from './uneditedImage.ts';

/** The unedited image over the edited one, up to a handle. */
export interface Wipe {
  readonly element: HTMLElement;
  readonly shown: boolean;
  show(shown: boolean): void;
  /** Another picture is on screen: the unedited image of the same seed belongs over it. */
  follow(settings: ImageSettings): void;
}

const initial = 50;

/** `onError` hears why there is no unedited image. */
export function createWipe(
  frame: HTMLElement,
  unedited: UneditedImage,
  onError: (error: Error) => void,
): Wipe {
  const picture = createSyntheticPicture();
  const before = makeElement('div', { class: 'wipe-before' }, picture.canvas);
  const handle = makeElement('div', {
    class: 'wipe-handle',
    role: 'slider',
    tabindex: 0,
    'aria-label': 'Unedited image up to',
    'aria-valuemin': 0,
    'aria-valuemax': 100,
  });
  const side = (name: string, text: string) =>
    makeElement('span', { class: `wipe-side ${name}`, 'aria-hidden': 'true' }, text);
  const mark = picture.element.querySelector('.mark')!;
  const element = makeElement(
    'div',
    { class: 'wipe', hidden: true },
    before,
    side('left', 'unedited'),
    side('right', 'edited'),
    mark,
    handle,
  );
  let position = initial;
  let drawn: string | undefined;
  let asking: AbortController | undefined;
  let settings: ImageSettings | undefined;

  function place(to: number): void {
    position = Math.min(100, Math.max(0, to));
    element.style.setProperty('--wipe', `${position}%`);
    handle.ariaValueNow = String(Math.round(position));
    handle.ariaValueText = `${Math.round(position)} %`;
  }
  followDrag(handle, (event) => {
    if (event.button !== 0) return undefined;
    event.stopPropagation();
    return {
      move(_right, _down, { clientX }) {
        const { left, width } = frame.getBoundingClientRect();
        place(((clientX - left) / width) * 100);
      },
    };
  });
  handle.addEventListener('dblclick', (event) => {
    event.stopPropagation();
    place(initial);
  });
  handle.addEventListener('keydown', (event) => {
    const targets: Record<string, number> = {
      ArrowLeft: position - 1,
      ArrowDown: position - 1,
      ArrowRight: position + 1,
      ArrowUp: position + 1,
      PageDown: position - 10,
      PageUp: position + 10,
      Home: 0,
      End: 100,
    };
    const to = targets[event.key];
    if (to === undefined) return;
    event.preventDefault();
    place(to);
  });

  async function draw(): Promise<void> {
    if (element.hidden || !settings) return;
    const wanted = settings;
    const key = unedited.keyOf(wanted);
    if (key === drawn) return;
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    before.hidden = true; // that of another seed would say something false
    drawn = undefined;
    try {
      const image = await unedited.of(wanted, signal);
      if (signal.aborted) return;
      picture.show(image, `seed ${wanted.seed}, without edits`);
      drawn = key;
      before.hidden = false;
    } catch (error) {
      if (!signal.aborted) onError(error as Error);
    }
  }
  place(initial);
  return {
    element,
    get shown() {
      return !element.hidden;
    },
    show(shown) {
      element.hidden = !shown;
      frame.classList.toggle('comparing', shown);
      if (shown) void draw();
      else asking?.abort();
    },
    follow(to) {
      settings = to;
      void draw();
    },
  };
}
