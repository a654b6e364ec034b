import { type Classifier, type Normalisation, openClassifier } from '@roentgan/measurer';
import { findShippedModel, readModelSource } from '../modelSource.ts';
import { openGenerator, type RunOptions } from '../openGenerator.ts';

export interface ClassifierChoice {
  /** The caller's file; else the one that comes with the command. */
  readonly path: string | undefined;
  readonly output: string | undefined;
  readonly classNames: readonly string[] | undefined;
  readonly normalise: Normalisation | undefined;
}

/** @throws Error that names the file where it is not a classifier */
export async function openGradeClassifier(
  choice: ClassifierChoice,
  running: RunOptions,
): Promise<Classifier> {
  const { output, classNames, normalise } = choice;
  const path = choice.path ?? findShippedModel('knee-grade.safetensors');
  if (path === undefined)
    throw new Error('the classifier that comes with the command is not there, expected --classifier FILE');
  const source = await readModelSource(path);
  const generator = await openGenerator(source, running);
  try {
    return await openClassifier(generator, {
      ...(output !== undefined && { output }),
      ...(classNames && { classNames }),
      ...(normalise && { normalise }),
    });
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`, { cause: error });
  }
}
