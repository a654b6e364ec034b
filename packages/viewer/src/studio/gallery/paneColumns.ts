/** Between panes, and the line below each, in CSS pixels. */
const GAP = 12;
const CAPTION = 28;

/** A row is compared more easily than a block, which has to make the panes so much larger. */
const WORTH_A_ROW = 1.2;

/** How panes of equal size fill a space: in one row, unless more rows make them clearly larger. */
export function paneColumns({
  width,
  height,
  proportion,
  count,
}: {
  readonly width: number;
  readonly height: number;
  /** Of an image: width over height. */
  readonly proportion: number;
  readonly count: number;
}): { readonly columns: number; readonly paneWidth: number } {
  let best = { columns: count, paneWidth: 0 };
  for (let rows = 1; rows <= count; rows++) {
    const columns = Math.ceil(count / rows);
    const byWidth = (width - (columns - 1) * GAP) / columns;
    const byHeight = ((height - (rows - 1) * GAP) / rows - CAPTION) * proportion;
    const paneWidth = Math.max(48, Math.floor(Math.min(byWidth, byHeight)));
    if (paneWidth > best.paneWidth * WORTH_A_ROW) best = { columns, paneWidth };
  }
  return best;
}
