import { workSize as size } from './workImage.ts';

const stride = size + 1;

/** Sums of `image` (or of its squares) over every rectangle from the top left corner, one row and column of zeros first. */
export function integral(image: Float32Array, squared = false): Float64Array {
  const sums = new Float64Array(stride * stride);
  for (let y = 0; y < size; y++) {
    let row = 0;
    const at = (y + 1) * stride + 1;
    for (let x = 0; x < size; x++) {
      const value = image[y * size + x]!;
      row += squared ? value * value : value;
      sums[at + x] = sums[at + x - stride]! + row;
    }
  }
  return sums;
}

/** Mean over `2 * reachX + 1` by `2 * reachY + 1` pixels around each, as many of them as lie in the image. */
export function boxMean(sums: Float64Array, reachX: number, reachY: number): Float32Array {
  const result = new Float32Array(size * size);
  for (let y = 0; y < size; y++) {
    const top = Math.max(0, y - reachY);
    const bottom = Math.min(size, y + reachY + 1);
    for (let x = 0; x < size; x++) {
      const left = Math.max(0, x - reachX);
      const right = Math.min(size, x + reachX + 1);
      const sum =
        sums[bottom * stride + right]! -
        sums[top * stride + right]! -
        sums[bottom * stride + left]! +
        sums[top * stride + left]!;
      result[y * size + x] = sum / ((bottom - top) * (right - left));
    }
  }
  return result;
}
