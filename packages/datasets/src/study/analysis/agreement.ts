import { binomialInterval, type Share } from '../statistics/binomialInterval.ts';
import { type FleissKappa, fleissKappa } from '../statistics/fleissKappa.ts';
import { countPairs, type Kappa, weightedKappa } from '../statistics/weightedKappa.ts';
import type { Origin, Study } from '../study.ts';
import { firstShowings, type ReaderReadings, repeatedShowings } from './readings.ts';

/** Agreement between readers, on images that all of them judged. */
export interface Agreement {
  /** Of verdicts, and of grades as categories without an order. */
  readonly verdicts: Record<Origin | 'all', FleissKappa>;
  readonly grades: Record<Origin | 'all', FleissKappa>;
  /** Grades of each two readers. */
  readonly pairs: readonly {
    readonly readers: readonly [string, string];
    readonly linear: Kappa;
    readonly quadratic: Kappa;
  }[];
}

/** Agreement of a reader with himself, on images that were shown twice. */
export interface Repeatability {
  readonly grades: Share;
  readonly gradesKappa: Kappa;
  readonly verdicts: Share;
  readonly verdictsKappa: Kappa;
}

const origins = ['real', 'synthetic'] as const;
const kinds = ['all', ...origins] as const;

/** `undefined` where there are fewer than two readers. */
export function analyseAgreement(readers: readonly ReaderReadings[], study: Study): Agreement | undefined {
  if (readers.length < 2) return undefined;
  const ofKind = (kind: (typeof kinds)[number]) =>
    study.images.flatMap(({ id, origin }) => (kind === 'all' || kind === origin ? [id] : []));
  const verdicts = readers.map(({ verdicts }) =>
    ratingsOf(firstShowings(verdicts), ({ verdict }) => origins.indexOf(verdict)),
  );
  const grades = readers.map((reader) => ratingsOf(firstShowings(reader.grades), ({ given }) => given));
  const each = (ratings: readonly Ratings[], categories: number) =>
    Object.fromEntries(
      kinds.map((kind) => [kind, fleissKappa(tableOf(ratings, ofKind(kind), categories))]),
    ) as Record<Origin | 'all', FleissKappa>;
  const pairs = readers.flatMap((one, at) =>
    readers.slice(at + 1).map((other, behind) => {
      const [first, second] = [grades[at]!, grades[at + 1 + behind]!];
      const both = [...first].flatMap(([image, grade]) =>
        second.has(image) ? [[grade, second.get(image)!] as const] : [],
      );
      const table = countPairs(both, study.grades.length);
      const codes = [one.reader.code, other.reader.code] as const;
      return {
        readers: codes,
        linear: weightedKappa(table, 'linear'),
        quadratic: weightedKappa(table, 'quadratic'),
      };
    }),
  );
  return { verdicts: each(verdicts, origins.length), grades: each(grades, study.grades.length), pairs };
}

export function analyseRepeats(readings: ReaderReadings, grades: number): Repeatability {
  const gradePairs = repeatedShowings(readings.grades).map(([one, two]) => [one.given, two.given] as const);
  const verdictPairs = repeatedShowings(readings.verdicts).map(
    ([one, two]) => [origins.indexOf(one.verdict), origins.indexOf(two.verdict)] as const,
  );
  return {
    grades: sameShare(gradePairs),
    gradesKappa: weightedKappa(countPairs(gradePairs, grades), 'quadratic'),
    verdicts: sameShare(verdictPairs),
    verdictsKappa: weightedKappa(countPairs(verdictPairs, origins.length), 'none'),
  };
}

function sameShare(pairs: readonly (readonly [number, number])[]): Share {
  return binomialInterval(pairs.filter(([one, other]) => one === other).length, pairs.length);
}

/** Category by image. */
type Ratings = ReadonlyMap<string, number>;

function ratingsOf<Kind extends { readonly image: string }>(
  readings: readonly Kind[],
  category: (reading: Kind) => number,
): Ratings {
  return new Map(readings.map((reading) => [reading.image, category(reading)]));
}

/** A row an image that every reader rated. */
function tableOf(ratings: readonly Ratings[], images: readonly string[], categories: number): number[][] {
  return images
    .filter((image) => ratings.every((reader) => reader.has(image)))
    .map((image) => {
      const counts = new Array<number>(categories).fill(0);
      for (const reader of ratings) counts[reader.get(image)!]! += 1;
      return counts;
    });
}
