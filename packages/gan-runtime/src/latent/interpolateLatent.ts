import { cosine } from '../sampler/cosine.ts';
import { angleOf } from './angle.ts';

export type Interpolation = 'slerp' | 'linear';

/** Nearer to 0 than this, the sine of an angle cannot be divided by: the two point the same way, or opposite ways. */
const STRAIGHT = 1e-9;

/**
 * Values a share of the way from one latent to another, the same bits on every machine. `slerp` goes along the great circle that both
 * are on, with lengths between theirs (White, _Sampling Generative Networks_, 2016), as normal values in many dimensions all have
 * about the same length and shorter ones are unlike any; `linear` takes the straight line. Shares 0 and 1 are the two themselves.
 */
export function interpolateLatent(
  from: Float32Array,
  to: Float32Array,
  share: number,
  how: Interpolation,
): Float32Array<ArrayBuffer> {
  if (share === 0 || share === 1) return Float32Array.from(share === 0 ? from : to);
  const [first, second] = how === 'slerp' ? arcWeights(from, to, share) : [1 - share, share];
  return Float32Array.from(from, (value, at) => first * value + second * to[at]!);
}

function arcWeights(from: Float32Array, to: Float32Array, share: number): readonly [number, number] {
  let [product, squaredFrom, squaredTo] = [0, 0, 0];
  for (const [at, a] of from.entries()) {
    const b = to[at]!;
    product += a * b;
    squaredFrom += a * a;
    squaredTo += b * b;
  }
  const cosineBetween = product / (Math.sqrt(squaredFrom) * Math.sqrt(squaredTo));
  const sineBetween = Math.sqrt(1 - cosineBetween * cosineBetween);
  // Latents of nothing but zeros, too.
  if (!(sineBetween > STRAIGHT)) return [1 - share, share];
  const angle = angleOf(cosineBetween);
  return [sine((1 - share) * angle) / sineBetween, sine(share * angle) / sineBetween];
}

/** Of 0 to pi. */
function sine(angle: number): number {
  return cosine(Math.abs(Math.PI / 2 - angle));
}
