import { type SheetRow, shrink, type Tile } from './contactSheet.ts';

/** Most tiles across and most rows of a sheet. */
const SIDE = 16;

export interface SheetRows {
  /** Keeps an image for the sheet, unless its row or the sheet is full. */
  add(title: string, image: Tile): void;
  rows(): SheetRow[];
  /** How many images did not fit. */
  readonly left: number;
}

/** Collects images for a contact sheet: one row a title, and a nearly square block of those without one. */
export function sheetRows(): SheetRows {
  const titled = new Map<string, Tile[]>();
  const untitled: Tile[] = [];
  let left = 0;
  return {
    add(title, image) {
      const tiles = title === '' ? untitled : (titled.get(title) ?? []);
      const capacity = title === '' ? SIDE * SIDE : SIDE;
      if (tiles.length === capacity || (tiles.length === 0 && titled.size === SIDE)) left++;
      else {
        tiles.push(shrink(image));
        if (title !== '') titled.set(title, tiles);
      }
    },
    rows: () => [...[...titled].map(([title, tiles]) => ({ title, tiles })), ...squareRows(untitled)],
    get left() {
      return left;
    },
  };
}

function squareRows(tiles: readonly Tile[]): SheetRow[] {
  const columns = Math.ceil(Math.sqrt(tiles.length));
  const rows: SheetRow[] = [];
  for (let start = 0; start < tiles.length; start += columns) {
    rows.push({ title: '', tiles: tiles.slice(start, start + columns) });
  }
  return rows;
}
