import type { Generator } from '@roentgan/gan-runtime';
import type { Curve, Model } from '@roentgan/gan-runtime/model-file';
import { short } from './calibrate.ts';
import type { EditedLatent } from './latentInput.ts';
import type { Measures } from './measures.ts';
import { measureResponses, measureStarts } from './responses.ts';
import type { Following } from './shots.ts';
import { isWhole, mean } from './slopes.ts';
import { withEdits } from './withEdits.ts';

/** Positions measured between two classes. */
const between = 2;

/**
 * Which value of an attribute each position of a label has in the mean: positions go from class to class in steps of
 * half a class, all from the first.
 * @throws RangeError where the attribute does not rise with the classes
 */
export async function measureLabelCurve(
  model: Model,
  latent: EditedLatent,
  open: (model: Model) => Promise<Generator>,
  measures: Measures,
  attribute: number,
  { label, classes, first, count }: { label: string; classes: number; first: number; count: number },
  following: Following,
): Promise<Curve> {
  const end = classes - 1;
  const draft = { name: 'position', label: { tensor: label }, unit: 'classes', range: [-end, end] } as const;
  await using generator = await open(withEdits(model, latent, [draft]));
  const mix = { label, weights: Array.from({ length: classes }, (_, at) => (at === 0 ? 1 : 0)) };
  const starts = await measureStarts(generator, measures, { first, count, mix }, following);
  const [edit] = generator.model.edits;
  const steps = end * between + 1;
  const responses = await measureResponses(
    generator,
    measures,
    edit!,
    starts.images,
    { steps, mix },
    following,
  );
  const whole = responses.filter(isWhole);
  if (whole.length === 0) throw new RangeError(`label "${label}": no image could be measured at every class`);
  const means = Array.from({ length: steps }, (_, at) =>
    mean(whole.map(({ values }) => values[at]![attribute]!)),
  );
  return risingCurve(means, end, label, measures.attributes[attribute]!.name);
}

/** Pairs [value, position] that rise; the ends stay, and what does not lie between its neighbours is left out. */
export function risingCurve(means: readonly number[], end: number, label: string, name: string): Curve {
  const last = means.length - 1;
  const [low, high] = [means[0]!, means[last]!];
  if (!(high > low)) {
    throw new RangeError(
      `label "${label}": attribute "${name}" is ${short(low)} at the first class and ${short(high)} at the last, expected it to rise`,
    );
  }
  // Flat stretches would make the label jump: a rise of a hundredth of the whole is the least.
  const least = (high - low) / 100;
  const curve: [number, number][] = [[low, 0]];
  for (let at = 1; at < last; at++) {
    const value = means[at]!;
    if (value >= curve.at(-1)![0] + least && value <= high - least) curve.push([value, (at * end) / last]);
  }
  curve.push([high, end]);
  return curve.map(([value, position]) => [short(value), position] as const);
}
