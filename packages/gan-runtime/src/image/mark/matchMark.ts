import {
  HIGHEST_WAVE,
  type MarkSpectrum,
  type MarkWave,
  SPECTRUM,
  TILE,
  tileCosines,
  waveIndex,
} from './markWaves.ts';
import { wavesAround } from './wavesAround.ts';

/** How well the mark's waves fit a spectrum, where they fit best. */
export interface MarkMatch {
  /** The sum over waves of weight times cosine of the phase difference, squared, over the sum of squared weights. */
  readonly score: number;
  /** Where the tile begins, in 64ths of it from the spectrum's origin. */
  readonly x: number;
  readonly y: number;
}

/** Every place of the tile is tried, in steps of one 64th along both axes. */
export const PLACES = TILE * TILE;

/** Most that one wave counts, in root mean squares of the waves around it: none decides alone. */
const MOST = 0.8;
const cosines = tileCosines();

/**
 * Tries the tile at every place: what the phases say, each wave weighted by its strength in the image against that of waves like it.
 * @param mirrored whether the image was turned over, left to right
 */
export function matchMark(spectrum: MarkSpectrum, waves: readonly MarkWave[], mirrored: boolean): MarkMatch {
  const real = new Float64Array(SPECTRUM);
  const imaginary = new Float64Array(SPECTRUM);
  let weights = 0;
  for (const { x, y, quarters } of waves) {
    const at = waveIndex(mirrored ? -x : x, y);
    const [re, im] = [spectrum.real[at]!, spectrum.imaginary[at]!];
    const size = Math.sqrt(re * re + im * im);
    const strength = strengthAround(spectrum, at);
    if (size === 0 || strength === 0) continue;
    const weight = Math.min(MOST, size / strength);
    weights += weight * weight;
    const to = waveIndex(x, y);
    const [unitRe, unitIm] = [(re / size) * weight, (im / size) * weight];
    // Times exp(-i quarters pi / 2): what is left of the phase is the place.
    real[to] = [unitRe, unitIm, -unitRe, -unitIm][quarters]!;
    imaginary[to] = [unitIm, -unitRe, -unitIm, unitRe][quarters]!;
  }
  return weights === 0 ? { score: 0, x: 0, y: 0 } : bestPlace(real, imaginary, weights);
}

/** Real parts of the inverse transform at all places; the largest. */
function bestPlace(real: Float64Array, imaginary: Float64Array, weights: number): MarkMatch {
  // Imported names are slow to read in some module systems: the loops have their own.
  const [tile, mask, half, cosine] = [TILE, TILE - 1, HIGHEST_WAVE, cosines];
  const [columns, rows] = [2 * half + 1, half + 1];
  let [most, bestX, bestY] = [0, 0, 0];
  const rowReal = new Float64Array(rows);
  const rowImaginary = new Float64Array(rows);
  for (let placeX = 0; placeX < tile; placeX++) {
    for (let y = 0; y < rows; y++) {
      let [re, im] = [0, 0];
      for (let column = 0, from = y * columns; column < columns; column++, from++) {
        const angle = ((column - half) * placeX) & mask;
        const [cos, sin] = [cosine[angle]!, cosine[(angle - 16) & mask]!]; // a sine is a cosine a quarter turn later
        re += real[from]! * cos - imaginary[from]! * sin;
        im += real[from]! * sin + imaginary[from]! * cos;
      }
      rowReal[y] = re;
      rowImaginary[y] = im;
    }
    for (let placeY = 0; placeY < tile; placeY++) {
      let sum = 0;
      for (let y = 0; y < rows; y++) {
        const angle = (y * placeY) & mask;
        sum += rowReal[y]! * cosine[angle]! - rowImaginary[y]! * cosine[(angle - 16) & mask]!;
      }
      if (sum > most) [most, bestX, bestY] = [sum, placeX, placeY];
    }
  }
  return { score: (most * most) / weights, x: bestX, y: bestY };
}

/** Root mean square of the coefficients around a wave's: how strong the image is in frequencies like it. */
function strengthAround({ real, imaginary }: MarkSpectrum, wave: number): number {
  const around = wavesAround(wave);
  let sum = 0;
  for (const at of around) sum += real[at]! * real[at]! + imaginary[at]! * imaginary[at]!;
  return Math.sqrt(sum / around.length);
}
