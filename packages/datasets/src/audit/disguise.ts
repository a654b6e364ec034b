import { normalLatent, uniformLatent } from '@roentgan/gan-runtime';
import type { GreyImage } from '@roentgan/measurer';

/** Of a picture of 224 pixels: how far a copy is moved, to each side. */
const FARTHEST = 12 / 224;

/**
 * A copy as a generator might give it: moved (what leaves on one side comes back on the other), blurred over 3x3 pixels, with other contrast and brightness, and noisy.
 */
export function disguise(picture: GreyImage, seed: number): GreyImage {
  const { width, height, values } = picture;
  const chance = uniformLatent(seed, 0, 4);
  const noise = normalLatent(seed, 1, width * height);
  const move = (share: number, side: number) => Math.round((2 * share - 1) * FARTHEST * side);
  const [dx, dy] = [move(chance[0]!, width), move(chance[1]!, height)];
  const contrast = 0.75 + 0.5 * chance[2]!;
  const brightness = ((2 * chance[3]! - 1) * 20) / 255;
  const wrap = (at: number, side: number) => ((at % side) + side) % side;
  const copy = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let i = -1; i <= 1; i++) {
        const row = wrap(y - dy + i, height) * width;
        for (let j = -1; j <= 1; j++) sum += values[row + wrap(x - dx + j, width)]!;
      }
      const value = (sum / 9 - 0.5) * contrast + 0.5 + brightness + (noise[y * width + x]! * 8) / 255;
      copy[y * width + x] = Math.min(1, Math.max(0, value));
    }
  }
  return { width, height, values: copy };
}
