import { binomialInterval, type Share } from '../statistics/binomialInterval.ts';
import { type MeanInterval, meanInterval } from '../statistics/meanInterval.ts';
import { countPairs, type Kappa, weightedKappa } from '../statistics/weightedKappa.ts';
import type { Origin } from '../study.ts';
import { firstShowings, type GradeReading } from './readings.ts';

/** Grades given against those known (of real images) or asked (of synthetic ones). */
export interface Grading {
  /** A row a known grade, a column a given one. */
  readonly table: readonly (readonly number[])[];
  /** Given exactly as known. */
  readonly exact: Share;
  /** At most one grade away. */
  readonly withinOne: Share;
  readonly linear: Kappa;
  readonly quadratic: Kappa;
  /** Given less known, in grades. */
  readonly error: MeanInterval;
  /** Given exactly as known, by known grade. */
  readonly byGrade: readonly Share[];
}

/** First showings of one origin, or of both where none is named. */
export function analyseGrading(readings: readonly GradeReading[], grades: number, origin?: Origin): Grading {
  const first = firstShowings(readings).filter(
    (reading) => origin === undefined || reading.origin === origin,
  );
  const table = countPairs(
    first.map(({ known, given }) => [known, given] as const),
    grades,
  );
  const within = (most: number, kind = first) =>
    binomialInterval(kind.filter(({ known, given }) => Math.abs(known - given) <= most).length, kind.length);
  return {
    table,
    exact: within(0),
    withinOne: within(1),
    linear: weightedKappa(table, 'linear'),
    quadratic: weightedKappa(table, 'quadratic'),
    error: meanInterval(first.map(({ known, given }) => given - known)),
    byGrade: table.map((_, grade) =>
      within(
        0,
        first.filter(({ known }) => known === grade),
      ),
    ),
  };
}
