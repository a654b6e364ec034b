/** 8-bit pixels as a canvas has them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly rgba: Uint8ClampedArray;
}

/** How far two images are apart, in grey values of 0 to 255. */
export interface Difference {
  /** Second minus first, of each pixel's grey value. */
  readonly values: Float32Array;
  /** The largest difference of a pixel, whatever its sign. */
  readonly largest: number;
  readonly meanAbsolute: number;
  /** 10 log10(255² / mean squared difference), in dB; infinite for equal images. */
  readonly psnr: number;
}

/** Pixels of a task: more would make the page wait. */
const SLICE = 2 ** 18;

/**
 * Grey values of colours are their luminance (Rec. 709 weights of the values as they are).
 * @throws RangeError for images of different sizes; what `signal` was aborted with
 */
export async function differenceOf(first: Pixels, second: Pixels, signal: AbortSignal): Promise<Difference> {
  const { width, height } = first;
  if (second.width !== width || second.height !== height)
    throw new RangeError(
      `difference: the second image is ${second.width}x${second.height}, expected ${width}x${height} as the first`,
    );
  const count = width * height;
  const values = new Float32Array(count);
  let [largest, absolute, squared] = [0, 0, 0];
  for (let start = 0; start < count; start += SLICE) {
    if (start > 0) await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
    for (let at = start; at < Math.min(count, start + SLICE); at++) {
      const difference = greyAt(second.rgba, at) - greyAt(first.rgba, at);
      values[at] = difference;
      const size = Math.abs(difference);
      largest = Math.max(largest, size);
      absolute += size;
      squared += difference * difference;
    }
  }
  return {
    values,
    largest,
    meanAbsolute: absolute / count,
    psnr: 10 * Math.log10(255 ** 2 / (squared / count)),
  };
}

export function greyAt(rgba: Uint8ClampedArray, at: number): number {
  const [red, green, blue] = [rgba[at * 4]!, rgba[at * 4 + 1]!, rgba[at * 4 + 2]!];
  // Weights that only almost add up to 1 would leave grey images a difference where there is none.
  if (red === green && green === blue) return red;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
