import type { GeneratedImage } from '@roentgan/gan-runtime';
import { makeElement } from '../../controls/makeElement.ts';
import type { GalleryItem } from './galleryItem.ts';
import type { ImageRequest } from './imageRequest.ts';
import { type RowWindow, windowAround } from './rowWindow.ts';
import { createTile, type Tile, type TileText, tileId } from './tile.ts';
import type { TileLayout } from './tileLayout.ts';

/** Painting of a frame: what is left over is painted in the next. */
const PAINT_MS = 8;
/** Rows beyond those in view that are made ready. */
const ROWS_AHEAD = 1;

/** What the grid asks of the gallery. */
export interface GridSource {
  request(item: GalleryItem): ImageRequest;
  image(key: string): GeneratedImage | undefined;
  text(item: GalleryItem): TileText;
  /** Place among what is selected, from 1; 0 where it is not. */
  order(item: GalleryItem): number;
  /** What is missing, most urgent first; `left` of them are in view. */
  onMissing(requests: readonly ImageRequest[], left: number, inView: number): void;
  /** The seed on top, as it is scrolled. */
  onScroll(seed: number): void;
}

/** A scrolled grid of images without end: only the rows in view are in the page. */
export interface GalleryGrid {
  readonly element: HTMLElement;
  readonly layout: TileLayout;
  /** Where the keyboard is. */
  readonly active: GalleryItem;
  /** The row on top, with the share of it that is scrolled away. */
  readonly topRow: number;
  /** Whole rows in view. */
  readonly pageRows: number;
  setLayout(layout: TileLayout): void;
  /** Brings a seed's row to the top. */
  goTo(seed: number): void;
  setActive(item: GalleryItem): void;
  /** Scrolls as little as shows the active item. */
  reveal(): void;
  isInView(item: GalleryItem): boolean;
  /** Shows what changed, with the next frame. */
  update(): void;
}

export function createGalleryGrid(source: GridSource, start: TileLayout): GalleryGrid {
  const place = makeElement('div', { class: 'gallery-tiles', role: 'rowgroup' });
  const element = makeElement(
    'div',
    {
      class: 'gallery-grid',
      role: 'grid',
      tabindex: 0,
      'aria-label': 'Seeds',
      'aria-multiselectable': 'true',
      'aria-rowcount': -1,
    },
    place,
  );
  const rows = new Map<number, { readonly element: HTMLElement; readonly tiles: readonly Tile[] }>();
  let layout = start;
  let span: RowWindow = windowAround(0, layout.lastRow);
  /** Row on top, with the share of it that is scrolled away. */
  let top = 0;
  let active: GalleryItem = layout.itemAt({ row: 0, column: 0 })!;
  let frame = 0;

  const isHidden = () => element.clientHeight === 0;
  const rowsInView = () => element.clientHeight / layout.rowHeight;

  /** Puts the rows around the one on top into the scrolled area. */
  function scroll(): void {
    const next = windowAround(Math.floor(top), layout.lastRow, span);
    if (next !== span) {
      span = next;
      dropRows(() => true);
    }
    place.style.height = `${span.count * layout.rowHeight}px`;
    element.scrollTop = (top - span.first) * layout.rowHeight;
    update();
  }
  function dropRows(isGone: (row: number) => boolean): void {
    for (const [row, { element }] of rows)
      if (isGone(row)) {
        element.remove();
        rows.delete(row);
      }
  }
  function makeRow(row: number): void {
    const made = makeElement('div', { class: 'gallery-row', role: 'row', 'aria-rowindex': row + 1 });
    made.style.transform = `translateY(${(row - span.first) * layout.rowHeight}px)`;
    const tiles: Tile[] = [];
    for (let column = 0; column < layout.columns; column++) {
      const item = layout.itemAt({ row, column });
      if (!item) break;
      const tile = createTile(item, source.text(item), column);
      tile.element.style.left = `${layout.left(column)}px`;
      tiles.push(tile);
    }
    made.append(...tiles.map(({ element }) => element));
    rows.set(row, { element: made, tiles });
    place.append(made);
  }
  function update(): void {
    if (frame === 0) frame = requestAnimationFrame(render);
  }

  function render(): void {
    frame = 0;
    if (isHidden()) return;
    const [first, last] = [Math.floor(top), Math.ceil(top + rowsInView()) - 1];
    const from = Math.max(span.first, first - ROWS_AHEAD);
    const to = Math.min(span.first + span.count - 1, last + ROWS_AHEAD);
    dropRows((row) => row < from || row > to);
    const missing: { readonly request: ImageRequest; readonly distance: number }[] = [];
    let [inView, left, unpainted] = [0, 0, false];
    const until = performance.now() + PAINT_MS;
    for (let row = from; row <= to; row++) {
      if (!rows.has(row)) makeRow(row);
      const isSeen = row >= first && row <= last;
      for (const tile of rows.get(row)!.tiles) {
        tile.mark(source.order(tile.item), sameItem(tile.item, active));
        const request = source.request(tile.item);
        if (isSeen) inView++;
        if (tile.shown === request.key) continue;
        const image = source.image(request.key);
        if (!image) {
          tile.clear();
          missing.push({ request, distance: isSeen ? 0 : 1 });
          if (isSeen) left++;
        } else if (performance.now() < until) tile.paint(request.key, image);
        else unpainted = true;
      }
    }
    if (document.getElementById(tileId(active)))
      element.setAttribute('aria-activedescendant', tileId(active));
    else element.removeAttribute('aria-activedescendant');
    const requests = missing.toSorted((a, b) => a.distance - b.distance).map(({ request }) => request);
    source.onMissing(requests, left, inView);
    if (unpainted) update();
  }

  element.addEventListener('scroll', () => {
    if (isHidden()) return;
    top = span.first + Math.max(0, element.scrollTop) / layout.rowHeight;
    // Near the end of what the area stands for, it stands for what comes next.
    if (windowAround(Math.floor(top), layout.lastRow, span) !== span) scroll();
    else update();
    source.onScroll(Math.round(top) * layout.seedsPerRow);
  });

  return {
    element,
    get layout() {
      return layout;
    },
    get active() {
      return active;
    },
    get topRow() {
      return top;
    },
    get pageRows() {
      return Math.max(1, Math.floor(rowsInView()));
    },
    setLayout(to) {
      const [row, share] = [Math.floor(top), top % 1];
      const isSame = to.seedsPerRow === layout.seedsPerRow;
      top = isSame ? row + share : Math.floor((row * layout.seedsPerRow) / to.seedsPerRow);
      layout = to;
      element.style.setProperty('--tile-width', `${to.tileWidth}px`);
      element.style.setProperty('--tile-height', `${to.tileHeight}px`);
      element.setAttribute('aria-colcount', String(to.columns));
      if (!to.placeOf(active)) active = { seed: active.seed, grade: to.itemAt({ row: 0, column: 0 })!.grade };
      dropRows(() => true);
      span = windowAround(Math.floor(top), to.lastRow);
      scroll();
    },
    goTo(seed) {
      top = Math.floor(seed / layout.seedsPerRow);
      scroll();
    },
    setActive(item) {
      active = item;
      update();
    },
    reveal() {
      const { row } = layout.placeOf(active)!;
      const before = top;
      if (row < top) top = row;
      else if (row + 1 > top + rowsInView()) top = row + 1 - rowsInView();
      if (top !== before) scroll();
    },
    isInView(item) {
      const place = layout.placeOf(item);
      return place !== undefined && place.row + 1 > top && place.row < top + rowsInView();
    },
    update,
  };
}

function sameItem(a: GalleryItem, b: GalleryItem): boolean {
  return a.seed === b.seed && a.grade === b.grade;
}
