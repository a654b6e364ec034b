import type { GalleryGrid } from './galleryGrid.ts';
import type { GalleryItem } from './galleryItem.ts';
import { MOST_SELECTED, type Selection } from './selection.ts';
import { itemsBetween, type Place } from './tileLayout.ts';

/**
 * What mouse, finger and keyboard do in the grid: a click or Space selects or takes back, Shift selects a range, a double click or
 * Enter opens, Escape selects nothing.
 */
export function listenToGrid(
  grid: GalleryGrid,
  selection: Selection,
  open: (item: GalleryItem) => void,
): void {
  const { element } = grid;
  /** Where the range at hand begins and ends; it is over once the grid's active item is another. */
  let anchor = grid.active;
  let end: GalleryItem | undefined;
  let beforeClick: readonly GalleryItem[] = [];

  function selectTo(item: GalleryItem): void {
    if (end !== grid.active) anchor = grid.active;
    end = item;
    grid.setActive(item);
    // One more than may be selected, so that the selection says that it is full.
    selection.add(itemsBetween(grid.layout, anchor, item, MOST_SELECTED + 1));
  }
  function itemOf(event: Event): GalleryItem | undefined {
    const key = (event.target as Element).closest<HTMLElement>('.gallery-tile')?.dataset.item;
    if (key === undefined) return undefined;
    const [seed, grade] = key.split('.').map(Number);
    return { seed: seed!, grade };
  }

  element.addEventListener('click', (event) => {
    const item = itemOf(event);
    // The second click of two is for opening.
    if (!item || event.detail > 1) return;
    beforeClick = selection.items;
    if (event.shiftKey) return selectTo(item);
    grid.setActive(item);
    selection.toggle(item);
  });
  element.addEventListener('dblclick', (event) => {
    const item = itemOf(event);
    if (!item || event.shiftKey) return;
    selection.replace(beforeClick);
    open(item);
  });
  // A range is selected, not the text in it.
  element.addEventListener('mousedown', (event) => {
    if (event.shiftKey) event.preventDefault();
  });
  element.addEventListener('focus', () => {
    if (grid.isInView(grid.active) || !element.matches(':focus-visible')) return;
    const row = Math.ceil(grid.topRow);
    const item = grid.layout.itemAt({ row, column: 0 });
    if (item) grid.setActive(item);
  });

  function move({ row, column }: Place, ranging: boolean): void {
    const item = grid.layout.itemAt({ row, column });
    if (!item) return;
    if (ranging) selectTo(item);
    else grid.setActive(item);
    grid.reveal();
  }
  element.addEventListener('keydown', (event) => {
    const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
    if (altKey) return;
    const { row, column } = grid.layout.placeOf(grid.active)!;
    const last = grid.layout.columns - 1;
    const far = ctrlKey || metaKey;
    const places: Readonly<Record<string, Place>> = {
      ArrowLeft: column > 0 ? { row, column: column - 1 } : { row: row - 1, column: last },
      ArrowRight: column < last ? { row, column: column + 1 } : { row: row + 1, column: 0 },
      ArrowUp: { row: row - 1, column },
      ArrowDown: { row: row + 1, column },
      PageUp: { row: Math.max(0, row - grid.pageRows), column },
      PageDown: { row: row + grid.pageRows, column },
      Home: { row: far ? 0 : row, column: 0 },
      End: { row, column: last },
    };
    const place = places[key];
    if (place) {
      if (place.row >= 0 && place.row <= grid.layout.lastRow) move(place, shiftKey);
    } else if (key === ' ') selection.toggle(grid.active);
    else if (key === 'Enter') open(grid.active);
    else if (key === 'Escape') selection.replace([]);
    else return;
    event.preventDefault();
  });
}
