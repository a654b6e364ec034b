/** Between panes, and the line below each, in CSS pixels. */
const GAP = 12;
const CAPTION = 28;

/** How panes of equal size fill a space best. */
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
  let best = { columns: 1, paneWidth: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const byWidth = (width - (columns - 1) * GAP) / columns;
    const byHeight = ((height - (rows - 1) * GAP) / rows - CAPTION) * proportion;
    const paneWidth = Math.max(48, Math.floor(Math.min(byWidth, byHeight)));
    if (paneWidth > best.paneWidth) best = { columns, paneWidth };
  }
  return best;
}
