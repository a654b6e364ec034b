import { type GreyImage, resizeImage } from '@roentgan/measurer';
import { drawText, textSize } from '../glyphs.ts';

export type Colour = readonly [red: number, green: number, blue: number];

/** Points from one to the next, in pixels of the image: (0, 0) is the centre of the first. */
export interface Line {
  readonly colour: Colour;
  readonly points: readonly (readonly [x: number, y: number])[];
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** RGB, rows from the top. */
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** Smaller pictures are enlarged by a whole factor to at least this many pixels a side, so that a line does not hide what it marks. */
const SMALLEST_SIDE = 448;
const TEXT_SCALE = 2;
const MARGIN = 6;

/** The image with lines of one pixel on it and a caption at the top. */
export function drawLines(image: GreyImage, lines: readonly Line[], caption: string): Drawing {
  const scale = Math.max(1, Math.ceil(SMALLEST_SIDE / Math.min(image.width, image.height)));
  const width = image.width * scale;
  const height = image.height * scale;
  const { values } = resizeImage(image, width, height);
  const data = new Uint8ClampedArray(width * height * 3);
  for (let at = 0; at < data.length; at++) data[at] = values[Math.floor(at / 3)]! * 255;
  const paint = (x: number, y: number, colour: Colour) => {
    if (x >= 0 && x < width && y >= 0 && y < height) data.set(colour, (y * width + x) * 3);
  };
  const place = (centre: number) => Math.round((centre + 0.5) * scale - 0.5);
  for (const { colour, points } of lines) {
    points.forEach(([x, y], index) => {
      const [fromX, fromY] = points[Math.max(0, index - 1)]!;
      drawStroke(place(fromX), place(fromY), place(x), place(y), (px, py) => paint(px, py, colour));
    });
  }
  if (caption !== '') drawCaption(caption, paint);
  return { width, height, data };
}

function drawCaption(caption: string, paint: (x: number, y: number, colour: Colour) => void): void {
  const { width, height } = textSize(caption, TEXT_SCALE);
  for (let y = 0; y < height + MARGIN; y++)
    for (let x = 0; x < width + MARGIN; x++) paint(x + MARGIN / 2, y + MARGIN / 2, [0, 0, 0]);
  drawText(caption, TEXT_SCALE, (x, y) => paint(x + MARGIN, y + MARGIN, [255, 255, 255]));
}

/** Each pixel from one to another, in steps of one along the longer axis. */
function drawStroke(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  paint: (x: number, y: number) => void,
): void {
  const steps = Math.max(Math.abs(toX - fromX), Math.abs(toY - fromY), 1);
  for (let step = 0; step <= steps; step++) {
    const share = step / steps;
    paint(Math.round(fromX + (toX - fromX) * share), Math.round(fromY + (toY - fromY) * share));
  }
}
