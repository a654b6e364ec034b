import type { GreyImage } from '../greyImage.ts';
import { measureBones } from './boneShape.ts';
import { measureBrightness } from './brightness.ts';
import { type Check, checkKnee } from './checks.ts';
import { measureCompartments } from './compartments.ts';
import { type KneeLines, toImageLines } from './kneeLines.ts';
import { traceKnee } from './kneeTrace.ts';
import { checkImage, type KneeSide, toWorkImage, workSize } from './workImage.ts';

/** What was measured in a knee; `kneeUnits` says in which unit. */
export interface KneeValues {
  /** Mean joint space of the weight-bearing part (12 to 32 % of the tibia's width from its border) of each compartment. */
  readonly jointSpaceMedial: number;
  readonly jointSpaceLateral: number;
  /** Joint space at the narrowest place of that part, a mean over 7 of 224 columns. */
  readonly narrowestMedial: number;
  readonly narrowestLateral: number;
  /** Mean width of the tibia just below its plateau, and of the femur at its condyles. */
  readonly tibialWidth: number;
  readonly femoralWidth: number;
  /** Size of the whole knee, 100 for the mean knee's. */
  readonly size: number;
  /** Mean grey of bone less that of the soft tissue beside it; NaN where the bones reach the image's borders. */
  readonly contrast: number;
  /** Mean grey of the image. */
  readonly exposure: number;
  /** Tilt of the tibial plateau, positive where the medial side lies lower. */
  readonly rotation: number;
  /**
   * Lean of the femur on the tibial plateau, positive in valgus, 0 as in the mean knee. The image ends before the tibia's shaft
   * begins, so the plateau stands for it.
   */
  readonly alignment: number;
}

/** Unit of each value of `KneeValues`. */
export const kneeUnits: Readonly<Record<keyof KneeValues, string>> = {
  jointSpaceMedial: '% of tibial width',
  jointSpaceLateral: '% of tibial width',
  narrowestMedial: '% of tibial width',
  narrowestLateral: '% of tibial width',
  tibialWidth: '% of image width',
  femoralWidth: '% of image width',
  size: '% of the mean knee',
  contrast: '% of full scale',
  exposure: '% of full scale',
  rotation: 'degrees',
  alignment: 'degrees',
};

export interface FoundKnee extends KneeValues {
  readonly found: true;
  /** 0 to 1: how clearly the image is an upright knee, by its weakest check. */
  readonly confidence: number;
  /** The lines that were measured, for drawing over the image. */
  readonly lines: KneeLines;
}

export interface NoKnee {
  readonly found: false;
  readonly confidence: 0;
  /** Every check that failed, in words. */
  readonly reason: string;
}

export type KneeMeasures = FoundKnee | NoKnee;

export interface MeasureKneeOptions {
  /** The subject's knee; 'right' unless told, whose lateral side (the fibula) lies on the left of the image. */
  readonly side?: KneeSide;
}

/**
 * Measures an upright anteroposterior radiograph of one knee, a square of 96 to 1024 pixels, at a working size of 224. What does
 * not look like one is reported as not found, with the reason, instead of measured. Throws a TypeError or RangeError for an image
 * of another size, values that are not finite or lie outside 0 to 1.
 */
export function measureKnee(image: GreyImage, { side = 'right' }: MeasureKneeOptions = {}): KneeMeasures {
  checkImage(image, side);
  const work = toWorkImage(image, side);
  const trace = traceKnee(work);
  const joint = measureCompartments(trace);
  const bones = measureBones(trace, joint.tilt);
  const brightness = measureBrightness(work, trace);
  const checks = checkKnee(trace, joint, bones, brightness);
  const failed = checks.filter(({ value, least }) => !(value > least));
  if (failed.length > 0)
    return { found: false, confidence: 0, reason: failed.map(({ failure }) => failure).join('; ') };
  const { pose } = trace;
  const { medial, lateral } = joint.compartments;
  const ofTibia = 100 / bones.tibialWidth;
  const ofImage = 100 / workSize;
  const degrees = 180 / Math.PI;
  return {
    found: true,
    confidence: Math.min(...checks.map(certainty)),
    jointSpaceMedial: medial.mean * ofTibia,
    jointSpaceLateral: lateral.mean * ofTibia,
    narrowestMedial: medial.min * ofTibia,
    narrowestLateral: lateral.min * ofTibia,
    tibialWidth: bones.tibialWidth * ofImage,
    femoralWidth: bones.femoralWidth * ofImage,
    size: 100 * pose.size,
    contrast: 100 * (brightness.contrast ?? Number.NaN),
    exposure: 100 * brightness.exposure,
    rotation: joint.tilt * degrees,
    alignment: pose.lean,
    lines: toImageLines(trace, joint, image.width, side),
  };
}

function certainty({ value, least, usual }: Check): number {
  return Math.min(1, (value - least) / (usual - least));
}
