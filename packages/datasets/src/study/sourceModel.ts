import type { Generator } from '@roentgan/gan-runtime';
import type { StudyModel } from './study.ts';
import { StudyFileError } from './studyFileError.ts';

/** What a study needs to know of the model that makes its synthetic images. */
export interface SourceModel {
  readonly model: StudyModel;
  readonly grades: readonly string[];
  readonly width: number;
  readonly height: number;
}

const MOST_GRADES = 10;

/**
 * Describes a loaded model; makes one image to learn its size.
 * @param file name and SHA-256 of the model's file
 * @throws StudyFileError where it has no label whose classes can be grades
 */
export async function sourceModel(
  generator: Generator,
  file: { readonly name: string; readonly sha256: string },
  truncation?: number,
): Promise<SourceModel> {
  const { labels, name } = generator.model;
  const graded = labels.filter(({ classes }) => classes >= 2 && classes <= MOST_GRADES);
  const label = graded.find((candidate) => candidate.name === 'grade') ?? graded[0];
  if (!label)
    throw new StudyFileError(
      `${file.name}: the model has no label of 2 to ${MOST_GRADES} classes, expected one to take the grade`,
    );
  if (truncation !== undefined && !generator.model.truncation)
    throw new StudyFileError(`${file.name}: the model has no truncation, expected none to be asked for`);
  const { width, height } = await generator.generate({ seed: 0 });
  const grades = Array.from({ length: label.classes }, (_, at) => label.names?.[at] ?? String(at));
  const model = {
    name: name ?? file.name,
    sha256: file.sha256,
    label: label.name,
    ...(truncation !== undefined && { truncation }),
  };
  return { model, grades, width, height };
}
