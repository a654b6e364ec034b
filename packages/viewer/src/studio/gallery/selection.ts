import { type GalleryItem, itemKey } from './galleryItem.ts';

/** So many images are saved in minutes, and named by a link that programs still pass on. */
export const MOST_SELECTED = 500;

/** What is selected, in the order in which it was. */
export interface Selection {
  readonly items: readonly GalleryItem[];
  /** Counted from 1; 0 for an item that is not selected. */
  order(item: GalleryItem): number;
  toggle(item: GalleryItem): void;
  /** Adds what is not selected yet. */
  add(items: readonly GalleryItem[]): void;
  replace(items: readonly GalleryItem[]): void;
}

/** `onChange` hears of every change; what goes beyond the limit is left out, and `onFull` told. */
export function createSelection(onChange: () => void, onFull: () => void): Selection {
  let selected = new Map<string, GalleryItem>();
  let orders = new Map<string, number>();

  function change(to: Map<string, GalleryItem>): void {
    const isFull = to.size > MOST_SELECTED;
    selected = isFull ? new Map([...to].slice(0, MOST_SELECTED)) : to;
    orders = new Map([...selected.keys()].map((key, at) => [key, at + 1]));
    onChange();
    if (isFull) onFull();
  }
  return {
    get items() {
      return [...selected.values()];
    },
    order: (item) => orders.get(itemKey(item)) ?? 0,
    toggle(item) {
      const to = new Map(selected);
      if (!to.delete(itemKey(item))) to.set(itemKey(item), item);
      change(to);
    },
    add(items) {
      change(new Map([...selected, ...items.map((item) => [itemKey(item), item] as const)]));
    },
    replace(items) {
      change(new Map(items.map((item) => [itemKey(item), item])));
    },
  };
}
