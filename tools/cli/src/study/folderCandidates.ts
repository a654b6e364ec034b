import { basename, dirname, join } from 'node:path';
import { type Candidate, mayBeImage } from '@roentgan/datasets/study';
import { folderSource } from '../audit/folderSource.ts';
import { readGradeTable } from '../audit/gradeTable.ts';
import { statedGrade } from '../audit/statedGrade.ts';
import { readInputFile } from '../modelSource.ts';

/** Images of a folder that have a grade, and what was passed over. */
export interface FolderCandidates {
  readonly candidates: readonly Candidate[];
  /** Images without a grade, and files that are no images. */
  readonly ungraded: number;
  readonly others: number;
}

/**
 * Images in a folder and below that a study may show. Their grades come from `table`, which names them relative to the folder; where
 * there is none from a table in the folder, or from the names of folders.
 */
export async function folderCandidates(
  folder: string,
  grades: readonly string[],
  table?: string,
): Promise<FolderCandidates> {
  const source = await folderSource(folder, { classes: grades, side: 'right', patients: false });
  const stated = table === undefined ? undefined : await statedGrades(table, grades);
  const images = source.entries.filter(({ name }) => mayBeImage(name.replaceAll('\\', '/')));
  const candidates = images.flatMap(({ name, grade }): Candidate[] => {
    const known = stated ? stated.get(name) : grade;
    const path = join(folder, name);
    return known === undefined ? [] : [{ path, grade: known, read: () => readInputFile(path) }];
  });
  const missing = stated && [...stated.keys()].find((name) => !images.some((image) => image.name === name));
  if (missing !== undefined)
    throw new Error(`${table}: ${missing} is not in ${folder}, expected an image there`);
  return {
    candidates,
    ungraded: images.length - candidates.length,
    others: source.entries.length - images.length + source.others.length,
  };
}

async function statedGrades(table: string, grades: readonly string[]): Promise<Map<string, number>> {
  const texts = await readGradeTable(dirname(table), basename(table), undefined);
  return new Map(
    [...texts].map(([name, text]) => {
      const grade = statedGrade(text, grades);
      if (grade === undefined)
        throw new Error(`${table}: ${name} has grade "${text}", expected one of ${grades.join(', ')}`);
      return [name, grade] as const;
    }),
  );
}
