import type { ClassMix } from '@roentgan/edit-finder';
import type { Model } from '@roentgan/gan-runtime/model-file';
import type { Classifier } from '@roentgan/measurer';
import { type ParsedArguments, parseNumber } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import { openGradeClassifier } from '../measure/openGradeClassifier.ts';
import type { RunOptions } from '../openGenerator.ts';

/** Options of both `find` and `check`, for `parseArguments`. */
export const searchOptions = { mix: { type: 'string' }, classifier: { type: 'string' } } as const;

/** What gives grades: `--classifier`, or the one that comes with the command. */
export function openClassifierOf(parsed: ParsedArguments, running: RunOptions): Promise<Classifier> {
  const path = parsed.text('classifier');
  return openGradeClassifier(
    { path, output: undefined, classNames: undefined, normalise: undefined },
    { ...running, quiet: true },
  );
}

/**
 * `--mix 328,153,212,106,27`: how often each class of the model's one label is drawn. `undefined` where it is not given: in
 * equal parts.
 */
export function readMix(parsed: ParsedArguments, { inputs }: Model['graph']): ClassMix | undefined {
  const text = parsed.text('mix');
  if (text === undefined) return undefined;
  const labels = inputs.filter((input) => input.kind === 'label' && input.encoding === 'one-hot');
  const [label] = labels;
  if (!label || labels.length !== 1) {
    throw new UsageError(`--mix: the model has ${labels.length} labels with classes, expected one`);
  }
  const weights = text.split(',').map((weight) => parseNumber('--mix', weight, 0, 1e9));
  const classes = label.shape[1] as number;
  if (weights.length !== classes || !weights.some((weight) => weight > 0)) {
    throw new UsageError(
      `--mix is "${text}", expected ${classes} numbers, one for each class of "${label.name}", not all 0`,
    );
  }
  return { label: label.name, weights };
}
