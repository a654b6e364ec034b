import { boxMean } from '@roentgan/gan-runtime/mark';
import type { GreyImage } from '@roentgan/measurer';

/** Half the windows' sides, in pixels. */
const FINE = 3;
const COARSE = 4;
/** Contrast below this, of white = 1, is taken for this: it would only enlarge rounding. */
const FLAT = 0.6 / 255;
/** No place counts more than this many local deviations. */
const MOST = 3;

/** What is left of an image without its coarse shapes, in units of the contrast around each place: where the mark stands out. */
export function markResidual({ width, height, values }: GreyImage): GreyImage {
  const grey = Float64Array.from(values);
  const mean = boxMean(boxMean(grey, width, height, FINE), width, height, FINE);
  const detail = grey.map((value, at) => value - mean[at]!);
  const power = boxMean(
    detail.map((value) => value * value),
    width,
    height,
    COARSE,
  );
  const residual = new Float32Array(detail.length);
  for (let at = 0; at < residual.length; at++) {
    const share = detail[at]! / (Math.sqrt(Math.max(0, power[at]!)) + FLAT);
    residual[at] = Math.min(MOST, Math.max(-MOST, share));
  }
  return { width, height, values: residual };
}
