import type { Update } from './samplingRun.ts';

/**
 * Ancestral sampling: Ho, Jain, Abbeel, "Denoising diffusion probabilistic models", 2020, algorithm 2 in the form of equation 7, with
 * the betas between the levels that are taken (Nichol and Dhariwal 2021, section 4). The last step adds no noise.
 * @param variance `small`: that of the posterior, `large`: beta
 */
export function ddpm(variance: 'small' | 'large' = 'small'): Update {
  return (noisy, image, from, to, stepNoise) => {
    const alpha = from.kept / to.kept;
    const beta = 1 - alpha;
    const ofImage = (to.image * beta) / (1 - from.kept);
    const ofNoisy = (Math.sqrt(alpha) * (1 - to.kept)) / (1 - from.kept);
    const mean = noisy.map((x, at) => ofImage * image[at]! + ofNoisy * x);
    if (to.noise === 0) return mean;
    const posterior = ((1 - to.kept) / (1 - from.kept)) * beta;
    const deviation = Math.sqrt(variance === 'small' ? posterior : beta);
    const noise = stepNoise();
    return mean.map((value, at) => value + deviation * noise[at]!);
  };
}
