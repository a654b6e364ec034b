import type { Update } from './samplingRun.ts';

/**
 * Song, Meng, Ermon, "Denoising diffusion implicit models", 2021, equation 12 with sigma 0: no fresh noise. The noise is
 * what the predicted (and clamped) image leaves.
 */
export const ddim: Update = (noisy, image, from, to) =>
  noisy.map((x, at) => {
    const noise = (x - from.image * image[at]!) / from.noise;
    return to.image * image[at]! + to.noise * noise;
  });
