import { boxMean, integral } from './boxMean.ts';

/**
 * How rough each pixel's neighbourhood is: logarithm of the mean deviation from a blurred copy, in standard deviations of the
 * image's own. Bone with its trabeculae and cortical rim is rough, soft tissue beside it smooth, whatever the exposure.
 */
export function roughness(image: Float32Array): Float32Array {
  const deviation = boxMean(integral(image), 2, 2);
  for (let i = 0; i < image.length; i++) deviation[i] = Math.abs(image[i]! - deviation[i]!);
  const rough = boxMean(integral(deviation), 3, 6);
  let [sum, squares] = [0, 0];
  for (let i = 0; i < rough.length; i++) {
    const value = Math.log(rough[i]! + 0.002);
    rough[i] = value;
    sum += value;
    squares += value * value;
  }
  const mean = sum / rough.length;
  const scale = 1 / Math.sqrt(Math.max(0, squares / rough.length - mean * mean) + 1e-6);
  for (let i = 0; i < rough.length; i++) rough[i] = (rough[i]! - mean) * scale;
  return rough;
}
