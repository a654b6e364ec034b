import type { Generator, ImageOptions } from '@roentgan/gan-runtime';
import { generatedRaster } from '../generatedRaster.ts';
import type { Classification, Classifier } from './classifier.ts';

export interface GradeAlongEditOptions extends Omit<ImageOptions, 'edits'> {
  readonly seed: number;
  /** Name of an edit or direction of the generator. */
  readonly edit: string;
  /** How many of its units, one for each point of the curve. */
  readonly amounts: readonly number[];
  /** Other edits, which stay where they are. */
  readonly edits?: Readonly<Record<string, number>>;
  readonly signal?: AbortSignal;
  onProgress?(progress: { readonly done: number; readonly total: number }): void;
}

/** One point of the curve. */
export interface GradeAtAmount extends Classification {
  readonly amount: number;
}

/**
 * What a classifier says of one image while one edit of it changes: the curve against which the classifier is put to the test.
 * @throws RangeError for an unknown edit or an amount outside its range
 */
export async function gradeAlongEdit(
  generator: Pick<Generator, 'generate'>,
  classifier: Pick<Classifier, 'classify'>,
  options: GradeAlongEditOptions,
): Promise<GradeAtAmount[]> {
  const { seed, edit, amounts, edits, signal, onProgress, ...image } = options;
  const abort = signal ? { signal } : {};
  const curve: GradeAtAmount[] = [];
  for (const amount of amounts) {
    const made = await generator.generate({ ...image, ...abort, seed, edits: { ...edits, [edit]: amount } });
    curve.push({ amount, ...(await classifier.classify(generatedRaster(made), abort)) });
    onProgress?.({ done: curve.length, total: amounts.length });
  }
  return curve;
}
