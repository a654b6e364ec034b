import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import type { StudioModel, StudioState } from '../studioState.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';
import { imageAt, keyName } from './path.ts';

/** The chosen images, in their order. */
export interface KeyList {
  readonly element: HTMLElement;
  show(keys: readonly StudioState[]): void;
  /** Draws those that have no picture yet, one after another; stops where `signal` says so. */
  draw(signal: AbortSignal): Promise<void>;
}

export interface KeyListEvents {
  /** Where the person has moved or removed one. */
  onChange(keys: readonly StudioState[]): void;
  /** Asks for the moment of an image. */
  onChoose(index: number): void;
  make(options: ReturnType<typeof imageAt>): Promise<GeneratedImage>;
}

export function createKeyList(model: StudioModel, events: KeyListEvents): KeyList {
  const element = makeElement('ol', { class: 'key-images' });
  /** By what they show, so that an image that moves keeps its picture. */
  const pictures = new Map<string, ReturnType<typeof createSyntheticPicture>>();
  let keys: readonly StudioState[] = [];

  function change(to: readonly StudioState[], focus: () => HTMLElement | null | undefined): void {
    show(to);
    events.onChange(to);
    focus()?.focus();
  }
  const row = (at: number) => element.children[at];
  const button = (at: number, action: string) =>
    row(at)?.querySelector<HTMLElement>(`[data-action="${action}"]:not([aria-disabled="true"])`) ??
    row(at)?.querySelector<HTMLElement>('button');

  function move(at: number, by: 1 | -1): void {
    const [to, action] = [at + by, by < 0 ? 'up' : 'down'];
    if (to < 0 || to >= keys.length) return;
    const moved = [...keys];
    [moved[at], moved[to]] = [moved[to]!, moved[at]!];
    change(moved, () => button(to, action));
  }
  function remove(at: number): void {
    if (keys.length < 2) return;
    change(keys.toSpliced(at, 1), () => button(Math.min(at, keys.length - 1), 'remove'));
  }

  function makeRow(key: StudioState, at: number): HTMLElement {
    const { seed, rest } = keyName(key, model);
    const id = pictureId(key, at);
    const picture = pictures.get(id) ?? createSyntheticPicture();
    pictures.set(id, picture);
    picture.element.ariaHidden = 'true'; // its name is beside it
    const before = makeElement('span', { class: 'unseen' }, `Show image ${at + 1}: `);
    const about = makeElement(
      'span',
      { class: 'key-name' },
      before,
      makeElement('strong', {}, seed),
      ` ${rest}`,
    );
    const show = makeElement(
      'button',
      { type: 'button', class: 'key-show', title: 'Show it' },
      picture.element,
      about,
    );
    show.addEventListener('click', () => events.onChoose(at));
    const action = (name: string, text: string, label: string, enabled: boolean, act: () => void) => {
      const made = makeElement(
        'button',
        { type: 'button', class: 'key-action', 'data-action': name, title: label },
        text,
      );
      made.ariaLabel = `${label}: image ${at + 1}, ${seed}`;
      // Not `disabled`: that would take the focus from whoever is moving an image along.
      made.ariaDisabled = String(!enabled);
      made.addEventListener('click', act);
      return made;
    };
    return makeElement(
      'li',
      {},
      show,
      makeElement(
        'span',
        { class: 'key-actions' },
        action('up', '↑', 'Move up', at > 0, () => move(at, -1)),
        action('down', '↓', 'Move down', at < keys.length - 1, () => move(at, 1)),
        action('remove', '×', 'Remove', keys.length > 1, () => remove(at)),
      ),
    );
  }

  /** An image that is there twice has two pictures. */
  function pictureId(key: StudioState, at: number): string {
    const text = JSON.stringify(key);
    return `${keys.slice(0, at).filter((other) => JSON.stringify(other) === text).length} ${text}`;
  }
  function show(to: readonly StudioState[]): void {
    keys = to;
    element.replaceChildren(...keys.map(makeRow));
    const used = new Set(keys.map(pictureId));
    for (const id of pictures.keys()) if (!used.has(id)) pictures.delete(id);
  }
  return {
    element,
    show,
    async draw(signal) {
      for (const [at, key] of keys.entries()) {
        const picture = pictures.get(pictureId(key, at));
        if (signal.aborted || !picture) return;
        if (picture.canvas.ariaLabel !== null) continue;
        const { seed, rest } = keyName(key, model);
        const image = await events.make(imageAt({ kind: 'images', keys: [key], how: 'slerp' }, 0));
        if (signal.aborted) return;
        picture.show(image, `${seed}${rest && `, ${rest}`}`);
      }
    },
  };
}
