import { sha256Hex } from './hash.ts';
import { shuffle } from './shuffle.ts';
import { StudyFileError } from './studyFileError.ts';

/** A file that may become an image of the study. */
export interface Candidate {
  /** For messages only. */
  readonly path: string;
  readonly grade: number;
  read(): Promise<Uint8Array>;
}

export interface ChosenFile {
  readonly path: string;
  readonly grade: number;
  readonly bytes: Uint8Array;
}

/** How many of `total` images each of `grades` grades has: as evenly as they go, lower grades first. */
export function balanced(total: number, grades: number): number[] {
  return Array.from({ length: grades }, (_, grade) => Math.floor((total + grades - 1 - grade) / grades));
}

/**
 * Draws files balanced by grade. Which ones follows from their bytes and `purpose`, not from names, folders or the order in which
 * they are listed; a file that is there twice counts once.
 * @throws StudyFileError where a grade has too few
 */
export async function chooseFiles(
  candidates: readonly Candidate[],
  request: { readonly grades: readonly string[]; readonly total: number; readonly purpose: string },
  where: string,
  onProgress: (done: number) => void = () => {},
): Promise<ChosenFile[]> {
  const { grades, total, purpose } = request;
  const wanted = balanced(total, grades.length);
  for (const [grade, count] of wanted.entries()) {
    const found = candidates.filter((candidate) => candidate.grade === grade).length;
    if (found < count) throw tooFew(where, grades[grade]!, found, count);
  }
  const byDigest = new Map<string, Candidate>();
  for (const [at, candidate] of candidates.entries()) {
    const digest = sha256Hex(await candidate.read());
    const twin = byDigest.get(digest);
    if (twin && twin.grade !== candidate.grade)
      throw new StudyFileError(
        `${where}: ${candidate.path} and ${twin.path} are the same image, of grades ${grades[candidate.grade]} and ${grades[twin.grade]}; expected one grade`,
      );
    byDigest.set(digest, twin ?? candidate);
    onProgress(at + 1);
  }
  const digests = [...byDigest.keys()].sort();
  const chosen = wanted.flatMap((count, grade) => {
    const ofGrade = digests.filter((digest) => byDigest.get(digest)!.grade === grade);
    if (ofGrade.length < count) throw tooFew(where, grades[grade]!, ofGrade.length, count);
    return shuffle(ofGrade, `${purpose}/${grade}`).slice(0, count);
  });
  return Promise.all(
    chosen.map(async (digest) => {
      const { path, grade, read } = byDigest.get(digest)!;
      return { path, grade, bytes: await read() };
    }),
  );
}

function tooFew(where: string, grade: string, found: number, count: number): StudyFileError {
  return new StudyFileError(
    `${where}: grade ${grade} has ${found} different images, expected at least ${count}`,
  );
}
