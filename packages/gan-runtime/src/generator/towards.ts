import type { Interpolation } from '../latent/interpolateLatent.ts';

/** Another image, and how far towards it. */
export interface Towards {
  readonly seed: number;
  /** 0 is the image of the call, 1 the other one. */
  readonly share: number;
  /** Between normal latents: along the great circle (`slerp`, where absent) or the straight line. */
  readonly how?: Interpolation;
  /** Of the other image, over those of the call. */
  readonly labels?: Readonly<Record<string, number | string>>;
  readonly edits?: Readonly<Record<string, number>>;
}

/** @throws RangeError for a share outside 0 to 1 and a way that there is not; a seed is checked where its latent is made */
export function checkTowards({ share, how = 'slerp' }: Towards): void {
  if (typeof share !== 'number' || !(share >= 0 && share <= 1))
    throw new RangeError(`towards.share is ${String(share)}, expected 0 to 1`);
  if (how !== 'slerp' && how !== 'linear')
    throw new RangeError(`towards.how is ${JSON.stringify(how)}, expected "slerp" or "linear"`);
}
