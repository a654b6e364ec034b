import type { Reader } from '../answers.ts';
import { syntheticRating } from '../answers.ts';
import type { StudyResult } from '../resultFile.ts';
import type { Origin, Phase, Study, StudyImage } from '../study.ts';

/** One answer beside what is known of its image. */
interface Reading {
  readonly reader: string;
  readonly phase: Phase;
  /** From 0, as shown. */
  readonly position: number;
  readonly image: string;
  readonly showing: 1 | 2;
  readonly origin: Origin;
  /** Known of a real image, asked of a synthetic one. */
  readonly known: number;
  readonly milliseconds: number;
  readonly interruptions: number;
}

export interface GradeReading extends Reading {
  readonly phase: 'grading';
  readonly given: number;
}

export interface VerdictReading extends Reading {
  readonly phase: 'detection';
  readonly verdict: Origin;
  readonly confidence: number;
  readonly correct: boolean;
  /** How synthetic: negative for real, positive for synthetic. */
  readonly rating: number;
}

/** All readings of one reader. */
export interface ReaderReadings {
  readonly reader: Reader;
  readonly complete: boolean;
  readonly grades: readonly GradeReading[];
  readonly verdicts: readonly VerdictReading[];
}

/** Puts each answer beside its image. Expects a result that was read for this study. */
export function readingsOf(study: Study, result: StudyResult): ReaderReadings {
  const images = new Map(study.images.map((image) => [image.id, image]));
  const known = (id: string): Pick<StudyImage, 'origin'> & { known: number } => {
    const { origin, grade } = images.get(id)!;
    return { origin, known: grade };
  };
  const { code } = result.reader;
  const grades = result.grading.map(
    ({ grade, ...rest }, position): GradeReading => ({
      ...{ reader: code, phase: 'grading', position, given: grade },
      ...rest,
      ...known(rest.image),
    }),
  );
  const verdicts = result.detection.map((answer, position): VerdictReading => {
    const about = known(answer.image);
    const judged = { correct: answer.verdict === about.origin, rating: syntheticRating(answer) };
    return { reader: code, phase: 'detection', position, ...answer, ...about, ...judged };
  });
  return { reader: result.reader, complete: result.complete, grades, verdicts };
}

/** The first showings: what is analysed where nothing else is said. */
export function firstShowings<Kind extends Reading>(readings: readonly Kind[]): Kind[] {
  return readings.filter(({ showing }) => showing === 1);
}

/** Pairs of the first and the second showing of images that were shown twice. */
export function repeatedShowings<Kind extends Reading>(readings: readonly Kind[]): (readonly [Kind, Kind])[] {
  return readings.flatMap((second) => {
    const first =
      second.showing === 2
        ? readings.find((one) => one.showing === 1 && one.image === second.image)
        : undefined;
    return first ? [[first, second] as const] : [];
  });
}
