/** Rows that the scrolled area holds at a time: browsers limit how tall an element may be, and seeds have no end. */
const ROWS = 4000;
/** So near to an end, the rows move on. */
const MARGIN = 500;

/** The part of an endless list of rows that the scrolled area stands for, from row `first` on. */
export interface RowWindow {
  readonly first: number;
  readonly count: number;
}

/** The window with `row` where it has rows before and after it, as `before` where it still has: scrolling is not disturbed without need. */
export function windowAround(row: number, lastRow: number, before?: RowWindow): RowWindow {
  const end = before && before.first + before.count;
  if (before && end) {
    const above = before.first === 0 ? row >= 0 : row - before.first >= MARGIN;
    const below = end > lastRow ? row <= lastRow : end - row >= MARGIN;
    if (above && below) return before;
  }
  const first = Math.max(0, Math.min(row - ROWS / 2, lastRow - ROWS + 1));
  return { first, count: Math.min(ROWS, lastRow - first + 1) };
}
