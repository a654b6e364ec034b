import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import { createSyntheticPicture } from '../syntheticPicture.ts';
import { type GalleryItem, itemKey } from './galleryItem.ts';

/** One image of the gallery's grid, with its seed below. */
export interface Tile {
  readonly element: HTMLElement;
  readonly item: GalleryItem;
  /** Key of the image that it shows. */
  readonly shown: string | undefined;
  paint(key: string, image: GeneratedImage): void;
  /** Takes away an image that is not wanted any more. */
  clear(): void;
  /** `order` counts from 1; 0 is not selected. */
  mark(order: number, isActive: boolean): void;
}

/** What a tile says of its item: `name` to screen readers, the rest below the picture. */
export interface TileText {
  readonly name: string;
  /** Left out where the tile is narrow. */
  readonly label: string;
  readonly grade: string;
}

export function createTile(item: GalleryItem, { name, label, grade }: TileText, column: number): Tile {
  const picture = createSyntheticPicture();
  // The cell's own text names it, before there is a picture too.
  picture.element.ariaHidden = 'true';
  const badge = makeElement('span', { class: 'tile-badge', 'aria-hidden': 'true' });
  const element = makeElement(
    'div',
    {
      id: tileId(item),
      class: 'gallery-tile',
      role: 'gridcell',
      'aria-colindex': column + 1,
      'aria-selected': 'false',
    },
    makeElement('span', { class: 'unseen' }, `Synthetic image: ${name}`),
    picture.element,
    makeElement(
      'span',
      { class: 'tile-caption', 'aria-hidden': 'true' },
      makeElement('span', {}, String(item.seed)),
      makeElement(
        'span',
        { class: 'tile-caption-grade' },
        makeElement('span', { class: 'tile-caption-label' }, `${label} `),
        grade,
      ),
    ),
    badge,
  );
  element.dataset.item = itemKey(item);
  let shown: string | undefined;
  return {
    element,
    item,
    get shown() {
      return shown;
    },
    paint(key, image) {
      picture.show(image, name);
      shown = key;
    },
    clear() {
      if (shown !== undefined) picture.clear();
      shown = undefined;
    },
    mark(order, isActive) {
      element.ariaSelected = String(order > 0);
      element.classList.toggle('active', isActive);
      badge.textContent = order > 0 ? String(order) : '';
    },
  };
}

export function tileId(item: GalleryItem): string {
  return `tile-${itemKey(item).replace('.', '-')}`;
}
