import type { GreyImage } from '@roentgan/measurer';
import { type Fourier, fourier } from './fourier.ts';

/** Power of square pictures over rings of whole frequencies. */
export interface RingPower {
  /** Rings 0 to side / 2 - 1; ring k holds distances from k to below k + 1 cycles a picture. */
  readonly rings: number;
  /** Mean power of a picture on each ring, of grey 0..1. */
  of(picture: GreyImage): Float64Array;
}

/**
 * The power spectrum of pictures of one side, less their own mean and under a Hann window, as shared/reference/knee-statistics.json
 * has it. Tables are made once.
 */
export function ringPower(side: number): RingPower {
  const rings = side >> 1;
  const transform = fourier(side);
  const window = hann(side);
  const values = new Float64Array(2 * side * side);
  const line = new Float64Array(2 * side);
  const counts = new Float64Array(rings);
  const ringOf = new Int32Array(side * side);
  for (let at = 0; at < side * side; at++) {
    const frequency = (index: number) => (index < side / 2 ? index : index - side);
    // Not Math.hypot, which puts (20, 99) below 101 and so into another ring.
    ringOf[at] = Math.floor(Math.sqrt(frequency(Math.floor(at / side)) ** 2 + frequency(at % side) ** 2));
    if (ringOf[at]! < rings) counts[ringOf[at]!]!++;
  }
  return {
    rings,
    of(picture) {
      if (picture.width !== side || picture.height !== side) {
        throw new RangeError(
          `ringPower: picture is ${picture.width}x${picture.height}, expected ${side}x${side}`,
        );
      }
      const mean = picture.values.reduce((sum, value) => sum + value, 0) / picture.values.length;
      for (let at = 0; at < side * side; at++) {
        values[2 * at] = (picture.values[at]! - mean) * window[Math.floor(at / side)]! * window[at % side]!;
        values[2 * at + 1] = 0;
      }
      transformBothAxes(values, side, transform, line);
      const power = new Float64Array(rings);
      for (let at = 0; at < side * side; at++) {
        const ring = ringOf[at]!;
        if (ring < rings) power[ring]! += (values[2 * at]! ** 2 + values[2 * at + 1]! ** 2) / counts[ring]!;
      }
      return power;
    },
  };
}

function transformBothAxes(values: Float64Array, side: number, transform: Fourier, line: Float64Array): void {
  for (let y = 0; y < side; y++) transform(values.subarray(2 * y * side, 2 * (y + 1) * side));
  for (let x = 0; x < side; x++) {
    for (let y = 0; y < side; y++) {
      line[2 * y] = values[2 * (y * side + x)]!;
      line[2 * y + 1] = values[2 * (y * side + x) + 1]!;
    }
    transform(line);
    for (let y = 0; y < side; y++) {
      values[2 * (y * side + x)] = line[2 * y]!;
      values[2 * (y * side + x) + 1] = line[2 * y + 1]!;
    }
  }
}

/** The symmetric Hann window, as NumPy's `hanning`. */
function hann(side: number): Float64Array {
  return Float64Array.from(
    { length: side },
    (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * at) / (side - 1)),
  );
}

/** Decibel of mean power; nothing is below -120. */
export function decibel(power: ArrayLike<number>): number[] {
  return Array.from(power, (value) => 10 * Math.log10(Math.max(value, 1e-12)));
}

/** Root of the mean squared difference of two spectra in decibel. */
export function spectrumDistance(one: readonly number[], other: readonly number[]): number {
  return Math.sqrt(one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0) / one.length);
}
