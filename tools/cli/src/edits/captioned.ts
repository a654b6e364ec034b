import type { Tile } from '../contactSheet.ts';
import { drawText, textSize } from '../glyphs.ts';

const MARGIN = 4;
const SCALE = 2;
const INK = 220;

/** The image over a black band that says what it shows, and that it is synthetic. The band keeps its height for every text. */
export function captioned(image: Tile, text: string): Tile {
  const mark = 'synthetic';
  const { width } = image;
  const fits = (scale: number) => textSize(`${text}  ${mark}`, scale).width + 2 * MARGIN <= width;
  const scale = fits(SCALE) ? SCALE : 1;
  const band = textSize(mark, SCALE).height + 2 * MARGIN;
  const rgba = new Uint8ClampedArray(width * (image.height + band) * 4);
  rgba.set(image.rgba);
  for (let at = 3; at < rgba.length; at += 4) rgba[at] = 255;
  const top = image.height + MARGIN;
  const paintAt = (left: number) => (x: number, y: number) => {
    if (left + x < width)
      rgba.fill(INK, ((top + y) * width + left + x) * 4, ((top + y) * width + left + x) * 4 + 3);
  };
  drawText(text, scale, paintAt(MARGIN));
  drawText(mark, scale, paintAt(width - MARGIN - textSize(mark, scale).width));
  return { width, height: image.height + band, rgba };
}
