import { HIGHEST_WAVE, type MarkSpectrum, SPECTRUM, waveIndex } from '@roentgan/gan-runtime/mark';
import type { GreyImage } from '@roentgan/measurer';

/**
 * Fourier coefficients of an image for a tile of `period` pixels, which need not be whole: a sum over rows, then over columns. The origin is the
 * middle of the image, so that a row is an even and an odd part, each half as long.
 */
export function markSpectrum({ width, height, values }: GreyImage, period: number): MarkSpectrum {
  const waves = HIGHEST_WAVE + 1;
  const half = (width + 1) >> 1;
  const [cosX, sinX] = wavesAlong(half, period, width % 2 === 0 ? 0.5 : 0);
  const [cosY, sinY] = wavesAlong((height + 1) >> 1, period, height % 2 === 0 ? 0.5 : 0);
  // Of each row, the even part against cosines and the odd part against sines.
  const evenRows = new Float64Array(waves * height);
  const oddRows = new Float64Array(waves * height);
  const even = new Float64Array(half);
  const odd = new Float64Array(half);
  for (let y = 0; y < height; y++) {
    const right = y * width + (width >> 1);
    const left = y * width + ((width - 1) >> 1);
    for (let at = 0; at < half; at++) {
      const [after, before] = [values[right + at]!, values[left - at]!];
      even[at] = after + before;
      odd[at] = after - before;
    }
    if (width % 2 === 1) even[0] = values[right]!; // the middle is its own mirror
    for (let wave = 0; wave < waves; wave++) {
      let [cosine, sine] = [0, 0];
      for (let at = 0, from = wave * half; at < half; at++, from++) {
        cosine += even[at]! * cosX[from]!;
        sine += odd[at]! * sinX[from]!;
      }
      evenRows[wave * height + y] = cosine;
      oddRows[wave * height + y] = sine;
    }
  }
  return alongColumns(evenRows, oddRows, height, cosY, sinY);
}

function alongColumns(
  evenRows: Float64Array,
  oddRows: Float64Array,
  height: number,
  cosY: Float64Array,
  sinY: Float64Array,
): MarkSpectrum {
  const waves = HIGHEST_WAVE + 1;
  const half = (height + 1) >> 1;
  const real = new Float64Array(SPECTRUM);
  const imaginary = new Float64Array(SPECTRUM);
  for (let x = 0; x < waves; x++) {
    const below = x * height + (height >> 1);
    const above = x * height + ((height - 1) >> 1);
    for (let y = 0; y < waves; y++) {
      let [cosCos, cosSin, sinCos, sinSin] = [0, 0, 0, 0];
      for (let at = 0, from = y * half; at < half; at++, from++) {
        const once = height % 2 === 1 && at === 0 ? 0 : 1;
        const [cosAfter, cosBefore] = [evenRows[below + at]!, evenRows[above - at]! * once];
        const [sinAfter, sinBefore] = [oddRows[below + at]!, oddRows[above - at]! * once];
        cosCos += (cosAfter + cosBefore) * cosY[from]!;
        cosSin += (cosAfter - cosBefore) * sinY[from]!;
        sinCos += (sinAfter + sinBefore) * cosY[from]!;
        sinSin += (sinAfter - sinBefore) * sinY[from]!;
      }
      // exp(-i (a + b)) = (cos a - i sin a) (cos b - i sin b), and the same with -a.
      const [plus, minus] = [waveIndex(x, y), waveIndex(-x, y)];
      real[plus] = cosCos - sinSin;
      imaginary[plus] = -(cosSin + sinCos);
      real[minus] = cosCos + sinSin;
      imaginary[minus] = sinCos - cosSin;
    }
  }
  return { real, imaginary };
}

/** Cosines and sines of the waves 0 .. 16 at `count` places from the middle on. */
function wavesAlong(count: number, period: number, first: number): [Float64Array, Float64Array] {
  const cosines = new Float64Array((HIGHEST_WAVE + 1) * count);
  const sines = new Float64Array(cosines.length);
  for (let wave = 0; wave <= HIGHEST_WAVE; wave++) {
    for (let at = 0; at < count; at++) {
      const angle = (2 * Math.PI * wave * (at + first)) / period;
      cosines[wave * count + at] = Math.cos(angle);
      sines[wave * count + at] = Math.sin(angle);
    }
  }
  return [cosines, sines];
}
