import type { Response } from './responses.ts';
import { deviation, isMonotone, isWhole, mean, quantile, slopesOf } from './slopes.ts';

/** What an edit must keep to. */
export interface EditLimits {
  /** Least share of images whose attribute never goes against the amounts. */
  readonly monotone: number;
  /** Most that the slope may differ from one unit for each unit asked. */
  readonly slope: number;
  /** Most that another attribute may move for each deviation of the edit's own, both in standard deviations. */
  readonly drift: number;
}

export const editLimits: EditLimits = { monotone: 0.95, slope: 0.2, drift: 0.25 };

/** How far another attribute moved, in its standard deviations for each of the edit's own attribute. */
export interface Drift {
  readonly attribute: string;
  /** Of the images' mean response: what the edit does on the whole. */
  readonly mean: number;
  /** The median image's, whichever way it went. */
  readonly typical: number;
}

export interface EditVerdict {
  readonly edit: string;
  readonly attribute: string;
  readonly unit: string;
  readonly range: readonly [number, number];
  /** Images that the edit was applied to. */
  readonly images: number;
  /** Those of them that could no longer be measured at some amount; they count as not monotone. */
  readonly lost: number;
  readonly monotone: number;
  /** Mean, quarter and three quarters of the images' slopes: measured units for each unit asked. */
  readonly slope: number;
  readonly slopeQuartiles: readonly [number, number];
  readonly drifts: readonly Drift[];
  readonly passes: { readonly monotone: boolean; readonly slope: boolean; readonly drift: boolean };
}

/**
 * Asked change against measured change.
 * @param deviations of each attribute over images without edits
 * @throws RangeError where no image could be measured at every amount
 */
export function judgeEdit(
  edit: { readonly name: string; readonly unit: string; readonly range: readonly [number, number] },
  target: number,
  attributes: readonly { readonly name: string }[],
  deviations: readonly number[],
  responses: readonly Response[],
  limits: EditLimits = editLimits,
): EditVerdict {
  const whole = responses.filter(isWhole);
  if (whole.length === 0) {
    throw new RangeError(`edit "${edit.name}": no image could be measured at every amount of its range`);
  }
  const slopes = whole.map(slopesOf);
  const own = slopes.map((row) => row[target]!);
  const slope = mean(own);
  const ownMove = Math.abs(slope) / deviations[target]!;
  const drifts = attributes.flatMap(({ name }, at): Drift[] => {
    if (at === target) return [];
    const moves = slopes.map((row) => row[at]! / deviations[at]! / ownMove);
    return [{ attribute: name, mean: mean(moves), typical: quantile(moves.map(Math.abs), 0.5) }];
  });
  const monotone = whole.filter((response) => isMonotone(response, target)).length / responses.length;
  return {
    edit: edit.name,
    attribute: attributes[target]!.name,
    unit: edit.unit,
    range: edit.range,
    images: responses.length,
    lost: responses.length - whole.length,
    monotone,
    slope,
    slopeQuartiles: [quantile(own, 0.25), quantile(own, 0.75)],
    drifts,
    passes: {
      monotone: monotone >= limits.monotone,
      slope: Math.abs(slope - 1) <= limits.slope,
      drift: drifts.every(({ mean: moved }) => Math.abs(moved) < limits.drift),
    },
  };
}

/** The deviation of each attribute over images. */
export function deviationsOf(rows: readonly (readonly number[])[]): number[] {
  return rows[0]!.map((_, at) => deviation(rows.map((row) => row[at]!)));
}
