import { MARK_SIDE, markWaves, matchMark, PLACES, TILE } from '@roentgan/gan-runtime/mark';
import { type AnyImage, cropToProportions, type GreyImage, resizeImage, toGrey } from '@roentgan/measurer';
import { markResidual } from './markResidual.ts';
import { markSpectrum } from './markSpectrum.ts';

/** What was found of the mark in the pixels. */
export interface FoundMark {
  readonly found: boolean;
  /**
   * At most how likely an image that has nothing to do with the mark would fit it as well somewhere: at any place, in any of the sizes that
   * are tried, mirrored or not. See `docs/provenance.md` for how it is derived.
   */
  readonly chance: number;
  /** Size of the mark against that of an image as it was made: 0.75 after scaling to 75 %. */
  readonly scale: number;
  readonly mirrored: boolean;
}

/** An image counts as marked where chance would do this at most once in so many images. */
export const LARGEST_CHANCE = 1e-6;

/** Tried first, and then the others: as made, scaled to 75 %, cropped by 5 % at two sides or one and scaled back. */
const likely = [1, 0.75, 1 / 0.9, 1 / 0.95];
const SMALLEST = 0.48;
const LARGEST = 1.45;
const STEP = 1.01;
/** Enough for any doubt; what fits so well is not looked at in other sizes. */
const CLEAR = 1e-15;
/** Longest side of what is looked at, in pixels: the middle of a longer image. */
const LONGEST = 288;

const scales = [...likely];
for (let scale = SMALLEST; scale <= LARGEST; scale *= STEP) scales.push(scale);
/** All that is tried: the more, the better the best fits by chance. */
const TRIALS = scales.length * 2 * PLACES;

/** Looks for the mark that `markPixels` adds. Needs no original. */
export function findMark(image: AnyImage): FoundMark {
  const residual = markResidual(prepared(toGrey(image)));
  const waves = markWaves();
  let most = { score: 0, scale: 1, mirrored: false };
  for (const scale of scales) {
    const spectrum = markSpectrum(residual, TILE * scale);
    for (const mirrored of [false, true]) {
      const { score } = matchMark(spectrum, waves, mirrored);
      if (score > most.score) most = { score, scale, mirrored };
    }
    if (chanceOf(most.score) <= CLEAR) break;
  }
  const chance = chanceOf(most.score);
  return { found: chance <= LARGEST_CHANCE, chance, scale: most.scale, mirrored: most.mirrored };
}

/**
 * The phases of the mark were drawn at random, each of four equally likely, and independently of the image. So for one place and size the sum S of
 * w cos(phase difference) has P(S >= s) <= exp(-s^2 / sum(w^2)) (Chernoff's bound; E exp(l cos) <= exp(l^2 / 4) for four phases, as for
 * all); for all that is tried it is at most so many times more.
 */
function chanceOf(score: number): number {
  return Math.min(1, TRIALS * Math.exp(-score));
}

/** Larger images are brought to the size whose mark has whole pixels, and of longer ones the middle is taken. */
function prepared(grey: GreyImage): GreyImage {
  const shorter = Math.min(grey.width, grey.height);
  const factor = Math.min(1, MARK_SIDE / shorter);
  const [width, height] = [grey.width, grey.height].map((side) => Math.max(1, Math.round(side * factor))) as [
    number,
    number,
  ];
  const small = resizeImage(grey, width, height);
  return cropToProportions(small, Math.min(width, LONGEST), Math.min(height, LONGEST));
}
