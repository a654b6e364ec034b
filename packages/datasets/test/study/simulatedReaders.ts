import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenStudy } from '../../src/study/index.ts';

/** An answer to one showing of one image, as simulated_readers.py made it. */
export interface SimulatedAnswer {
  readonly grade: number;
  /** -3 (surely real) to 3 (surely synthetic), without 0. */
  readonly rating: number;
  readonly gradeMilliseconds: number;
  readonly verdictMilliseconds: number;
}

export interface SimulatedStudy {
  /** Images of each origin and grade. */
  readonly perGrade: number;
  readonly repeats: readonly string[];
  readonly readers: readonly {
    readonly code: string;
    readonly answers: readonly (readonly [string, ...number[]])[];
  }[];
  /** What SciPy makes of the answers: parts of a `StudyAnalysis`. */
  readonly expected: Record<string, unknown>;
}

export const simulated: Readonly<Record<'small' | 'large', SimulatedStudy>> = JSON.parse(
  readFileSync(join(import.meta.dirname, 'simulatedReaders.json'), 'utf8'),
);

/** `real-3-0` for the first real image of grade 3, in the order of ids. */
export function simulatedName({ images }: OpenStudy['study'], id: string): string {
  const { origin, grade } = images.find((image) => image.id === id)!;
  const alike = images.filter((image) => image.origin === origin && image.grade === grade);
  return `${origin}-${grade}-${alike.findIndex((image) => image.id === id)}`;
}

/** The answers of one reader by name and showing, as in `real-3-0 1`. */
export function answersOf(reader: SimulatedStudy['readers'][number]): Map<string, SimulatedAnswer> {
  return new Map(
    reader.answers.map(([image, showing, grade, rating, gradeMilliseconds, verdictMilliseconds]) => [
      `${image} ${showing}`,
      {
        grade: grade!,
        rating: rating!,
        gradeMilliseconds: gradeMilliseconds!,
        verdictMilliseconds: verdictMilliseconds!,
      },
    ]),
  );
}

/** Every number that `expected` states, at its place in `found`; gives how many were compared, and the largest difference. */
export function compareNumbers(
  found: unknown,
  expected: unknown,
  path = '',
): { compared: number; worst: number; at: string } {
  if (typeof expected === 'number') {
    const difference = Math.abs((found as number) - expected);
    return { compared: 1, worst: Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference, at: path };
  }
  if (typeof expected !== 'object' || expected === null) return { compared: 0, worst: 0, at: path };
  const total = { compared: 0, worst: 0, at: path };
  for (const [key, value] of Object.entries(expected)) {
    const inside = compareNumbers((found as Record<string, unknown>)?.[key], value, `${path}/${key}`);
    total.compared += inside.compared;
    if (inside.worst > total.worst) Object.assign(total, { worst: inside.worst, at: inside.at });
  }
  return total;
}
