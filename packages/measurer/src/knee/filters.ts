import { boxMean, integral } from './boxMean.ts';
import { workSize as size } from './workImage.ts';

/** Gaussian blur with the given standard deviations in pixels; the border pixel is repeated outward. */
export function blur(image: Float32Array, sigmaX: number, sigmaY: number): Float32Array {
  return blurAlong(blurAlong(image, sigmaX, 1), sigmaY, size);
}

/** Blurs along rows (`step` 1) or columns (`step` the row length). */
function blurAlong(image: Float32Array, sigma: number, step: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Array.from({ length: reach + 1 }, (_, i) => Math.exp(-0.5 * (i / sigma) ** 2));
  const sum = 2 * weights.reduce((a, b) => a + b, 0) - weights[0]!;
  const across = step === 1 ? size : 1;
  const result = new Float32Array(image.length);
  const line = new Float64Array(size + 2 * reach);
  for (let k = 0; k < size; k++) {
    const start = k * across;
    for (let i = 0; i < line.length; i++)
      line[i] = image[start + step * Math.max(0, Math.min(size - 1, i - reach))]!;
    for (let i = 0; i < size; i++) {
      let total = weights[0]! * line[i + reach]!;
      for (let d = 1; d <= reach; d++) total += weights[d]! * (line[i + reach - d]! + line[i + reach + d]!);
      result[start + step * i] = total / sum;
    }
  }
  return result;
}

/**
 * Each pixel less the mean of the square of `2 * reach + 1` pixels around it, over that square's standard deviation:
 * takes exposure, gain and slow shading away. The deviation is kept above a tenth of the image's own, so that a flat
 * corner does not turn into noise.
 */
export function normalise(image: Float32Array, reach: number): Float32Array {
  const sums = integral(image);
  const squares = integral(image, true);
  const mean = sums[sums.length - 1]! / image.length;
  const floor = 0.01 * (squares[squares.length - 1]! / image.length - mean * mean) + 1e-7;
  const means = boxMean(sums, reach, reach);
  const meanSquares = boxMean(squares, reach, reach);
  for (let i = 0; i < image.length; i++) {
    const variance = Math.max(0, meanSquares[i]! - means[i]! * means[i]!);
    means[i] = (image[i]! - means[i]!) / Math.sqrt(variance + floor);
  }
  return means;
}
