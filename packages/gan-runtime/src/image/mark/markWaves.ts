import { philox4x32 } from '../../latent/philox.ts';

/** Side of the tile, in units of the mark (`markUnit`). */
export const TILE = 64;

/** Highest frequency of the mark, in periods to a tile: above, JPEG and scaling remove what is added. */
export const HIGHEST_WAVE = 16;
/** Below, an image's own contents are strongest. */
const LOWEST_WAVE = 6;

/** One wave of the tile: whole periods along x and y, and its phase in quarter turns. */
export interface MarkWave {
  readonly x: number;
  readonly y: number;
  readonly quarters: number;
}

/** Fourier coefficients at whole periods to a tile, -16 .. 16 along x and 0 .. 16 along y. */
export interface MarkSpectrum {
  readonly real: Float64Array;
  readonly imaginary: Float64Array;
}

/** Values of a spectrum. */
export const SPECTRUM = (2 * HIGHEST_WAVE + 1) * (HIGHEST_WAVE + 1);

/** Place of the wave (x, y) in a spectrum. */
export function waveIndex(x: number, y: number): number {
  return y * (2 * HIGHEST_WAVE + 1) + x + HIGHEST_WAVE;
}

/** What the phases are drawn from, "Roentgan" in ASCII. It is public, as is all of this: the mark is no secret and no proof. */
const KEY = [0x526f656e, 0x7467616e] as const;

/**
 * The waves of the mark: all of a ring of frequencies, each once (a wave and its opposite are the same), with phases drawn by
 * Philox, so that each is equally likely whatever an image shows.
 */
export function markWaves(): MarkWave[] {
  const waves: MarkWave[] = [];
  for (let y = 0; y <= HIGHEST_WAVE; y++) {
    for (let x = -HIGHEST_WAVE; x <= HIGHEST_WAVE; x++) {
      const squared = x * x + y * y;
      const isInRing = squared >= LOWEST_WAVE * LOWEST_WAVE && squared <= HIGHEST_WAVE * HIGHEST_WAVE;
      if (!isInRing || (y === 0 && x < 0)) continue;
      const counter = Uint32Array.of(waves.length, 0, 0, 0);
      philox4x32(counter, KEY[0], KEY[1]);
      waves.push({ x, y, quarters: counter[0]! >>> 30 });
    }
  }
  return waves;
}

/** Cosines of 64ths of a turn. */
export function tileCosines(): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: TILE }, (_, step) => cosine(step));
}

/** By halving angles: engines differ in the last bit of `Math.cos`, not in that of a root. */
function cosine(step: number): number {
  const folded = step > 32 ? 64 - step : step;
  if (folded > 16) return -cosine(32 - folded);
  if (folded === 0) return 1;
  return folded === 16 ? 0 : Math.sqrt((1 + cosine(2 * folded)) / 2);
}
