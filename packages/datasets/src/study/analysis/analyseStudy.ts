import type { Reader } from '../answers.ts';
import type { StudyResult } from '../resultFile.ts';
import { holm } from '../statistics/holm.ts';
import { type MeanInterval, meanInterval } from '../statistics/meanInterval.ts';
import type { Origin } from '../study.ts';
import type { OpenStudy } from '../studyFile.ts';
import { type Agreement, analyseAgreement, analyseRepeats, type Repeatability } from './agreement.ts';
import { type Comparison, compareOrigins } from './comparisons.ts';
import { analyseDetection, type Detection } from './detection.ts';
import { analyseGrading, type Grading } from './grading.ts';
import { type ReaderReadings, readingsOf } from './readings.ts';

/** Everything that is computed of a study; values that do not exist are NaN. */
export interface StudyAnalysis {
  readonly study: { readonly id: string; readonly name: string; readonly grades: readonly string[] };
  readonly images: Readonly<Record<Origin, number>>;
  readonly repeats: number;
  readonly readers: readonly ReaderAnalysis[];
  readonly pooled: JudgedBy & {
    /** Over readers: what a further reader may be like. */
    readonly accuracy: MeanInterval;
    readonly auc: MeanInterval;
  };
  /** Absent where there is one reader. */
  readonly agreement?: Agreement;
  readonly comparisons: readonly Comparison[];
}

export interface JudgedBy {
  readonly detection: Detection;
  readonly grading: Readonly<Record<Origin | 'all', Grading>>;
}

export interface ReaderAnalysis extends JudgedBy {
  readonly reader: Reader;
  readonly complete: boolean;
  /** Holm's adjustment of the test of mistakes, over the readers. */
  readonly mistakesAdjusted: number;
  readonly repeats: Repeatability;
}

/** Analyses results that were read for the study, in one run without chance: the same files give the same numbers. */
export function analyseStudy({ id, study }: OpenStudy, results: readonly StudyResult[]): StudyAnalysis {
  const readings = results.map((result) => readingsOf(study, result));
  const grades = study.grades.length;
  const judged = readings.map((reader) => judgedBy([reader], grades));
  const adjusted = holm(judged.map(({ detection }) => detection.mistakes.p));
  const readers = readings.map((reading, at) => ({
    reader: reading.reader,
    complete: reading.complete,
    ...judged[at]!,
    mistakesAdjusted: adjusted[at]!,
    repeats: analyseRepeats(reading, grades),
  }));
  const over = (value: (detection: Detection) => number) =>
    meanInterval(judged.map(({ detection }) => value(detection)).filter(Number.isFinite));
  const agreement = analyseAgreement(readings, study);
  const count = (origin: Origin) => study.images.filter((image) => image.origin === origin).length;
  return {
    study: { id, name: study.name, grades: study.grades },
    images: { real: count('real'), synthetic: count('synthetic') },
    repeats: study.repeats.length,
    readers,
    pooled: {
      ...judgedBy(readings, grades),
      accuracy: over(({ accuracy }) => accuracy.share),
      auc: over(({ roc }) => roc.auc),
    },
    ...(agreement && { agreement }),
    comparisons: compareOrigins(readings),
  };
}

function judgedBy(readers: readonly ReaderReadings[], grades: number): JudgedBy {
  const given = readers.flatMap((reader) => reader.grades);
  return {
    detection: analyseDetection(
      readers.flatMap(({ verdicts }) => verdicts),
      grades,
    ),
    grading: {
      all: analyseGrading(given, grades),
      real: analyseGrading(given, grades, 'real'),
      synthetic: analyseGrading(given, grades, 'synthetic'),
    },
  };
}
