import { drawText, textSize } from './glyphs.ts';

/** One image of a contact sheet, RGBA. */
export interface Tile {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

export interface SheetRow {
  /** Drawn above the row; empty for none. */
  readonly title: string;
  readonly tiles: readonly Tile[];
}

const GAP = 4;
const TEXT_SCALE = 2;
const BACKGROUND = 24;
const INK = 220;
/** Larger images are rows by a whole factor to at most this many pixels a side. */
const TILE_SIDE = 256;

/** Lays rows of tiles out on a dark sheet, each under its title. All tiles have the size of the first. */
export function contactSheet(rows: readonly SheetRow[]): Tile {
  const first = rows[0]!.tiles[0]!;
  const columns = Math.max(...rows.map((row) => row.tiles.length));
  const titleWidth = Math.max(...rows.map((row) => textSize(row.title, TEXT_SCALE).width));
  const width = GAP + Math.max(columns * (first.width + GAP), titleWidth + GAP);
  const rowTops: number[] = [];
  let height = GAP;
  for (const row of rows) {
    rowTops.push(height);
    height += titleHeight(row.title) + first.height + GAP;
  }
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0; pixel < width * height; pixel++) paint(rgba, pixel, BACKGROUND);
  rows.forEach((row, index) => {
    const top = rowTops[index]!;
    drawText(row.title, TEXT_SCALE, (x, y) => paint(rgba, (top + y) * width + GAP + x, INK));
    row.tiles.forEach((tile, column) => {
      copyTile(tile, rgba, width, GAP + column * (first.width + GAP), top + titleHeight(row.title));
    });
  });
  return { width, height, rgba };
}

/** The image as a tile: blocks of pixels are averaged, so that a side is at most `TILE_SIDE`. */
export function shrink(tile: Tile): Tile {
  const factor = Math.ceil(Math.max(tile.width, tile.height) / TILE_SIDE);
  if (factor <= 1) return tile;
  const width = Math.max(1, Math.floor(tile.width / factor));
  const height = Math.max(1, Math.floor(tile.height / factor));
  const blockWidth = Math.min(factor, tile.width);
  const blockHeight = Math.min(factor, tile.height);
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let index = 0; index < rgba.length; index++) {
    const channel = index % 4;
    const x = ((index >> 2) % width) * factor;
    const y = Math.floor((index >> 2) / width) * factor;
    let sum = 0;
    for (let dy = 0; dy < blockHeight; dy++) {
      for (let dx = 0; dx < blockWidth; dx++)
        sum += tile.rgba[((y + dy) * tile.width + x + dx) * 4 + channel]!;
    }
    rgba[index] = sum / (blockWidth * blockHeight);
  }
  return { width, height, rgba };
}

function titleHeight(title: string): number {
  return title === '' ? 0 : textSize(title, TEXT_SCALE).height + GAP;
}

function paint(rgba: Uint8ClampedArray, pixel: number, grey: number): void {
  rgba.set([grey, grey, grey, 255], pixel * 4);
}

function copyTile(tile: Tile, rgba: Uint8ClampedArray, width: number, left: number, top: number): void {
  for (let y = 0; y < tile.height; y++) {
    const row = tile.rgba.subarray(y * tile.width * 4, (y + 1) * tile.width * 4);
    rgba.set(row, ((top + y) * width + left) * 4);
  }
}
