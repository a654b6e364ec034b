import type { GalleryItem } from './galleryItem.ts';

/** Width of a tile that each size aims at, in CSS pixels; tiles share the width of their row, so they are rarely exactly so wide. */
export const tileSizes = { small: 88, medium: 136, large: 208 } as const;
export type TileSize = keyof typeof tileSizes;

/** Between tiles, between seeds in a row, and the line below each tile. */
const GAP = 6;
const SEED_GAP = 22;
const CAPTION = 22;

export interface Place {
  readonly row: number;
  readonly column: number;
}

/** Where the items of the gallery are: rows of one or more seeds, and of each seed the classes that are shown. */
export interface TileLayout {
  readonly columns: number;
  readonly tileWidth: number;
  readonly tileHeight: number;
  /** With caption and gap. */
  readonly rowHeight: number;
  readonly seedsPerRow: number;
  /** The last row that has a seed. */
  readonly lastRow: number;
  /** Left edge of a column, in CSS pixels from the left of the first. */
  left(column: number): number;
  /** Undefined where the row is past the last seed. */
  itemAt(place: Place): GalleryItem | undefined;
  /** Undefined where the item's class is not shown. */
  placeOf(item: GalleryItem): Place | undefined;
}

export interface LayoutRequest {
  /** Of the space for tiles, in CSS pixels. */
  readonly width: number;
  /** Of an image: width over height. */
  readonly proportion: number;
  readonly size: TileSize;
  /** The classes that are shown, side by side for each seed; one `undefined` for a model without classes. */
  readonly grades: readonly (number | undefined)[];
}

export function tileLayout({ width, proportion, size, grades }: LayoutRequest): TileLayout {
  const each = grades.length;
  const seedGap = each > 1 ? SEED_GAP : GAP;
  const seedWidth = each * tileSizes[size] + (each - 1) * GAP;
  const seedsPerRow = Math.max(1, Math.floor((width + seedGap) / (seedWidth + seedGap)));
  const columns = seedsPerRow * each;
  const gaps = (seedsPerRow - 1) * seedGap + seedsPerRow * (each - 1) * GAP;
  const tileWidth = Math.max(24, Math.floor((width - gaps) / columns));
  const tileHeight = Math.round(tileWidth / proportion);
  return {
    columns,
    tileWidth,
    tileHeight,
    rowHeight: tileHeight + CAPTION + GAP,
    seedsPerRow,
    lastRow: Math.floor(Number.MAX_SAFE_INTEGER / seedsPerRow),
    left(column) {
      const before = Math.floor(column / each);
      return column * (tileWidth + GAP) + before * (seedGap - GAP);
    },
    itemAt({ row, column }) {
      const seed = row * seedsPerRow + Math.floor(column / each);
      return Number.isSafeInteger(seed) ? { seed, grade: grades[column % each] } : undefined;
    },
    placeOf({ seed, grade }) {
      const at = grades.indexOf(grade);
      if (at < 0) return undefined;
      return { row: Math.floor(seed / seedsPerRow), column: (seed % seedsPerRow) * each + at };
    },
  };
}

/** All items from one to the other, in the order of the gallery, up to `most` of them; none where one is not shown. */
export function itemsBetween(
  layout: TileLayout,
  from: GalleryItem,
  to: GalleryItem,
  most: number,
): GalleryItem[] {
  const [a, b] = [layout.placeOf(from), layout.placeOf(to)];
  if (!a || !b) return [];
  const forward = a.row < b.row || (a.row === b.row && a.column <= b.column);
  const step = forward ? 1 : -1;
  const items: GalleryItem[] = [];
  let { row, column } = a;
  while (items.length < most) {
    const item = layout.itemAt({ row, column });
    if (item) items.push(item);
    if (row === b.row && column === b.column) break;
    column += step;
    if (column < 0 || column >= layout.columns) {
      row += step;
      column = forward ? 0 : layout.columns - 1;
    }
  }
  return items;
}
