import type { Normalisation } from '@roentgan/measurer';
import { type ParsedArguments, parseNumber } from '../arguments.ts';
import { UsageError } from '../errors.ts';
import type { ClassifierChoice } from './openGradeClassifier.ts';

/** Options that choose the classifier, for `parseArguments`. */
export const classifierOptions = {
  classifier: { type: 'string' },
  output: { type: 'string' },
  classes: { type: 'string' },
  normalise: { type: 'string' },
} as const;

/** Means and deviations of ImageNet's colours, as torchvision's transforms have them. */
const imageNet: Normalisation = { mean: [0.485, 0.456, 0.406], deviation: [0.229, 0.224, 0.225] };

/** Reads what is said of the classifier; throws `UsageError`. */
export function readClassifierChoice(parsed: ParsedArguments): ClassifierChoice {
  const path = parsed.text('classifier');
  const alone = Object.keys(classifierOptions).find(
    (name) => name !== 'classifier' && parsed.text(name) !== undefined,
  );
  if (path === undefined && alone)
    throw new UsageError(`--${alone} goes with --classifier FILE, which is missing`);
  return {
    path,
    output: parsed.text('output'),
    classNames: parsed.text('classes')?.split(','),
    normalise: readNormalisation(parsed.text('normalise')),
  };
}

/** `imagenet`, or `MEAN:DEVIATION` of a number each or of one for each channel: `0.5:0.25`, `0.5,0.4,0.4:0.2,0.2,0.2`. */
function readNormalisation(text: string | undefined): Normalisation | undefined {
  if (text === undefined) return undefined;
  if (text === 'imagenet') return imageNet;
  const lists = text.split(':');
  if (lists.length !== 2) {
    throw new UsageError(`--normalise is "${text}", expected imagenet or MEAN:DEVIATION, such as 0.5:0.25`);
  }
  const [mean, deviation] = lists.map((list) =>
    list.split(',').map((number) => parseNumber('--normalise', number, -1e6, 1e6)),
  ) as [number[], number[]];
  return { mean, deviation };
}
