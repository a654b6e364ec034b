/** How much of image and noise a noisy image holds: `image * x + noise * e`. */
export interface NoiseLevel {
  /** Training step; -1 for the image without noise. */
  readonly time: number;
  /** `image` squared. */
  readonly kept: number;
  readonly image: number;
  readonly noise: number;
}

/**
 * The levels that `steps` steps go through, from the last training step down to no noise: `steps + 1` of them. Step i of S starts at
 * training step `round(T - i * T / S) - 1`, so the first is always the last that was trained, and S = T takes them all
 * ("trailing"; Lin et al., "Common diffusion noise schedules and sample steps are flawed", 2023, section 3.3).
 */
export function noiseLevels(alphasCumprod: Float64Array, steps: number): NoiseLevel[] {
  const count = alphasCumprod.length;
  const levels = Array.from({ length: steps }, (_, step): NoiseLevel => {
    const time = Math.round((count * (steps - step)) / steps) - 1;
    const kept = alphasCumprod[time]!;
    return { time, kept, image: Math.sqrt(kept), noise: Math.sqrt(1 - kept) };
  });
  return [...levels, { time: -1, kept: 1, image: 1, noise: 0 }];
}
