import { weightedKappa } from '../study/statistics/weightedKappa.ts';

/** Stated grades (rows) by the classifier's (columns). */
export type Confusion = readonly (readonly number[])[];

/** How far a classifier agrees with stated grades. */
export interface GradeScores {
  /** Share of images that the classifier gives the stated grade. */
  readonly exact: number;
  /** Cohen's kappa with quadratic weights; `null` where all are of one grade. */
  readonly kappa: number | null;
  /** Of each stated grade; `null` where there is no image of it. */
  readonly recall: readonly (number | null)[];
}

/** Rows scaled to the sums of `like`, so that two sets are compared in one mix of grades; a row without images stays empty. */
export function inMixOf(confusion: Confusion, like: Confusion): number[][] {
  return confusion.map((row, grade) => {
    const [own, wanted] = [sum(row), sum(like[grade]!)];
    return row.map((count) => (own === 0 ? 0 : (count * wanted) / own));
  });
}

export function gradeScores(confusion: Confusion): GradeScores {
  const hits = confusion.map((row, grade) => row[grade]!);
  const { kappa } = weightedKappa(confusion, 'quadratic');
  return {
    exact: sum(hits) / sum(confusion.map(sum)),
    kappa: Number.isNaN(kappa) ? null : kappa,
    recall: confusion.map((row, grade) => (sum(row) > 0 ? hits[grade]! / sum(row) : null)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
