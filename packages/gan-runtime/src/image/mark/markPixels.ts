import { type Contrast, contrastOf, evenDetail, markAmplitude } from './contrast.ts';
import { foldedSpectrum } from './foldedSpectrum.ts';
import { markTile } from './markTile.ts';
import { type MarkWave, markWaves, TILE } from './markWaves.ts';
import { matchMark } from './matchMark.ts';

/** Pixels that can be marked: rows from the top, channels interleaved, alpha last where there are four. */
export interface MarkablePixels<Pixels> {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  /** Value of white, such as 255 or 4095. */
  readonly white: number;
  readonly pixels: Pixels;
}

type PixelArray = Uint8Array | Uint8ClampedArray | Uint16Array;

/** Shorter side from which the mark grows with the image, so that it outlives that the image is made smaller. */
export const MARK_SIDE = 224;

/**
 * Largest mean square of what is added, of white = 1: 43 dB below white for a shorter side of 224 pixels and more, and up to half of that,
 * where fewer pixels have to carry the mark, 40.4 dB, so that rounding to 8 bits cannot bring it to 40.
 */
const LARGEST_POWER = 5e-5;
const LARGEST_POWER_SMALL = 9.1e-5;

let pattern: { readonly waves: readonly MarkWave[]; readonly tile: Float64Array } | undefined;

/** Pixels of the image to one of the mark's tile. */
export function markUnit(width: number, height: number): number {
  return Math.max(1, Math.min(width, height) / MARK_SIDE);
}

/**
 * Adds the mark that `findMark` of @roentgan/datasets finds, and returns new pixels. It is a tile of noise in a ring of middle frequencies,
 * repeated over the image (spread spectrum: Cox, Kilian, Leighton, Shamoon, "Secure spread spectrum watermarking for
 * multimedia", 1997), as strong at each place as the local contrast hides it, and more than 40 dB below white in all. Images of up
 * to 224 pixels, which have fewest to carry it, get it where their own detail already agrees with it most. The same pixels give the same bits
 * on every machine.
 */
export function markPixels<Pixels extends PixelArray>(image: MarkablePixels<Pixels>): Pixels {
  const { width, height, channels, white, pixels } = image;
  pattern ??= makePattern();
  const { waves, tile } = pattern;
  const unit = markUnit(width, height);
  const contrast = contrastOf(greyOf(image), width, height, unit);
  const place = unit === 1 ? bestPlace(contrast, width, height, waves) : { x: 0, y: 0 };
  const added = markAmplitude(contrast);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      added[y * width + x]! *= tileAt(tile, x / unit - place.x, y / unit - place.y);
  }
  const strength = allowedStrength(added, Math.min(width, height)) * white;
  const marked = pixels.slice() as Pixels;
  const colours = Math.min(channels, 3);
  for (let at = 0; at < added.length; at++) {
    for (let channel = 0; channel < colours; channel++) {
      const value = pixels[at * channels + channel]! + added[at]! * strength;
      marked[at * channels + channel] = Math.floor(Math.min(Math.max(value, 0), white) + 0.5);
    }
  }
  return marked;
}

/** What `added` is multiplied with, at most 1, so that its mean square is allowed. */
function allowedStrength(added: Float64Array, shorterSide: number): number {
  let power = 0;
  for (let at = 0; at < added.length; at++) power += added[at]! * added[at]!;
  power /= added.length;
  const small = Math.min(Math.max((2 * (MARK_SIDE - shorterSide)) / MARK_SIDE, 0), 1);
  const largest = LARGEST_POWER + small * (LARGEST_POWER_SMALL - LARGEST_POWER);
  return power > largest ? Math.sqrt(largest / power) : 1;
}

function makePattern() {
  const waves = markWaves();
  return { waves, tile: markTile(waves) };
}

function bestPlace(contrast: Contrast, width: number, height: number, waves: readonly MarkWave[]) {
  return matchMark(foldedSpectrum(evenDetail(contrast), width, height), waves, false);
}

/** 0 (black) to 1 (white); colour by weights near those of luma. */
function greyOf({ width, height, channels, white, pixels }: MarkablePixels<PixelArray>): Float64Array {
  const grey = new Float64Array(width * height);
  for (let at = 0; at < grey.length; at++) {
    const first = at * channels;
    const value =
      channels === 1
        ? pixels[first]!
        : (5 * pixels[first]! + 9 * pixels[first + 1]! + 2 * pixels[first + 2]!) / 16;
    grey[at] = value / white;
  }
  return grey;
}

/** The tile at any place, linear between its values. */
function tileAt(values: Float64Array, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, down] = [x - left, y - top];
  const row = (top & (TILE - 1)) * TILE;
  const column = left & (TILE - 1);
  if (right === 0 && down === 0) return values[row + column]!;
  const nextRow = ((top + 1) & (TILE - 1)) * TILE;
  const nextColumn = (left + 1) & (TILE - 1);
  const upper = values[row + column]! * (1 - right) + values[row + nextColumn]! * right;
  const lower = values[nextRow + column]! * (1 - right) + values[nextRow + nextColumn]! * right;
  return upper * (1 - down) + lower * down;
}
