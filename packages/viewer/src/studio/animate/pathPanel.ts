import { makeElement } from '../../controls/makeElement.ts';
import { createChoice } from '../choiceControl.ts';
import { type StudioModel, type StudioState, slidersOf } from '../studioState.ts';
import type { Animation } from './animation.ts';
import { createEditRange } from './editRange.ts';
import { createKeyList, type KeyList, type KeyListEvents } from './keyList.ts';

/** Random seeds stay short enough to read aloud. */
const RANDOM_SEEDS = 1_000_000;

/** What an animation moves through: chosen images, or an edit of the image at hand. */
export interface PathPanel {
  readonly element: HTMLElement;
  readonly keys: KeyList;
  show(animation: Animation, image: StudioState): void;
}

export function createPathPanel(
  model: StudioModel,
  imageAtHand: () => StudioState,
  onInput: (change: Partial<Animation>) => void,
  events: Omit<KeyListEvents, 'onChange'>,
): PathPanel {
  let animation: Animation;
  const kind = createChoice(
    'animate-along',
    'Move',
    [
      ['images', 'Between images'],
      ['edit', 'Along an edit'],
    ],
    // An edit that jumps back to its start looks broken; who wants that can still say so.
    (along) =>
      onInput({ kind: along, ...(along === 'edit' && animation.repeat === 'loop' && { repeat: 'swing' }) }),
  );
  const how = createChoice(
    'animate-how',
    'Interpolation',
    [
      ['slerp', 'Spherical'],
      ['linear', 'Linear'],
    ],
    (chosen) => onInput({ how: chosen }),
  );
  const keys = createKeyList(model, { ...events, onChange: (to) => onInput({ keys: to }) });
  const add = makeElement('button', { type: 'button' });
  add.addEventListener('click', () => onInput({ keys: [...animation.keys, imageAtHand()] }));
  const random = makeElement('button', { type: 'button' }, 'Add a random one');
  random.addEventListener('click', () => {
    const seed = Math.floor(Math.random() * RANDOM_SEEDS);
    onInput({ keys: [...animation.keys, { ...animation.keys.at(-1)!, seed }] });
  });
  const hint = makeElement('p', { class: 'hint' });
  const images = makeElement(
    'section',
    { class: 'group', 'aria-labelledby': 'animate-images' },
    makeElement('h2', { class: 'heading', id: 'animate-images' }, 'Images'),
    keys.element,
    makeElement('div', { class: 'key-add' }, add, random),
    hint,
  );
  const ways = makeElement('div', { class: 'group' }, how.element);
  const range = createEditRange(model, onInput);
  const base = makeElement('p', { class: 'hint' });
  const along = makeElement('section', { class: 'group' }, range.element, base);
  const kinds = makeElement('div', { class: 'group', hidden: slidersOf(model).length === 0 }, kind.element);
  return {
    element: makeElement('div', {}, kinds, images, along, ways),
    keys,
    show(to, image) {
      animation = to;
      kind.show(to.kind);
      how.show(to.how);
      for (const part of [images, ways]) part.hidden = to.kind !== 'images';
      along.hidden = to.kind !== 'edit';
      keys.show(to.keys);
      add.textContent = `Add seed ${image.seed}`;
      add.title = 'The image at hand, with its labels and edits';
      hint.hidden = to.keys.length > 1;
      hint.textContent = 'Add a second image to move between the two.';
      range.show(to, image);
      base.textContent = `Of the image at hand, seed ${image.seed}.`;
    },
  };
}
