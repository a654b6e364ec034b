import { gradeEdit, type KneeValues, kneeEdits, kneeUnits } from '@roentgan/measurer';
import { imageOutputOf } from '../../imageOutput.ts';
import type { StudioModel } from '../../studioState.ts';

/** An edit whose effect can be measured, and what is measured of it: a value of a knee's outlines, or its grade. */
export interface MeasuredEdit {
  readonly name: string;
  readonly unit: string;
  readonly value: keyof KneeValues | 'grade';
}

/** What can be told of a picture: numbers in the units of the edits that change them; what could not be measured is absent. */
export interface Measurement {
  readonly values: Readonly<Partial<Record<MeasuredEdit['value'], number>>>;
  /** Why some of them are absent. */
  readonly problems: readonly string[];
}

/** Sides in pixels of the squares that the measurer takes. */
const smallest = 96;
const largest = 1024;

/**
 * The edits of a model that can be measured: of knees, by the names and units that the measurer knows. None for a model of something else,
 * or of another size.
 */
export function measuredEdits(model: StudioModel): readonly MeasuredEdit[] {
  const image = imageOutputOf(model);
  if (!image || image.height !== image.width || image.width < smallest || image.width > largest) return [];
  const measured = model.edits.flatMap(({ name, unit }): MeasuredEdit[] => {
    if (name === gradeEdit.name) return unit === gradeEdit.unit ? [{ name, unit, value: 'grade' }] : [];
    const value = Object.hasOwn(kneeEdits, name) ? kneeEdits[name as keyof typeof kneeEdits] : undefined;
    return value && kneeUnits[value] === unit ? [{ name, unit, value }] : [];
  });
  // An exposure or a rotation in these units may be of anything.
  const isKnee = measured.some(({ value, unit }) => value === 'grade' || unit === '% of tibial width');
  return isKnee ? measured : [];
}
