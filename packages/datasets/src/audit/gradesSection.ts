import { binomialInterval } from '../study/statistics/binomialInterval.ts';
import { countPairs } from '../study/statistics/weightedKappa.ts';
import type { GradedSet, GradesSection } from './auditReport.ts';
import type { CollectedSet } from './collectSet.ts';
import { type Confusion, type GradeScores, gradeScores, inMixOf } from './gradeAgreement.ts';

type Graded = Pick<CollectedSet, 'entries' | 'found'>;

/** The classifier against the grades that images are stated to have. @returns `undefined` where no image states one */
export function inspectGrades(
  dataset: Graded,
  real: Graded | undefined,
  classes: readonly string[],
): GradesSection | undefined {
  const own = graded(dataset, classes.length);
  if (!own) return undefined;
  const other = real && graded(real, classes.length);
  return {
    classes,
    dataset: own,
    ...(other && { real: other, realInMix: scoresInMix(other.confusion, own.confusion) }),
  };
}

function graded({ entries, found }: Graded, classes: number): GradedSet | undefined {
  const stating = [...entries.keys()].filter((at) => entries[at]!.grade !== undefined);
  if (stating.length === 0) return undefined;
  const pairs = stating.map((at) => [entries[at]!.grade!, found[at]!] as const);
  const confusion = countPairs(pairs, classes);
  const hits = confusion.reduce((sum, row, grade) => sum + row[grade]!, 0);
  const interval = binomialInterval(hits, stating.length);
  return {
    images: stating.length,
    confusion,
    ...gradeScores(confusion),
    interval: [interval.low, interval.high],
  };
}

function scoresInMix(real: Confusion, dataset: Confusion): GradeScores | null {
  const isEmpty = (row: readonly number[]) => row.every((count) => count === 0);
  if (real.some((row, grade) => isEmpty(row) && !isEmpty(dataset[grade]!))) return null;
  return gradeScores(inMixOf(real, dataset));
}
