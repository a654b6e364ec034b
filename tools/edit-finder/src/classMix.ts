import type { Generator } from '@roentgan/gan-runtime';

/** A one-hot label and how its classes are mixed. */
export interface ClassMix {
  readonly label: string;
  /** Relative frequency of each class. */
  readonly weights: readonly number[];
}

/** The model's one label with classes in equal parts, or `undefined` where it has none or several. */
export function evenMix({ model }: Pick<Generator, 'model'>): ClassMix | undefined {
  const labels = model.labels.filter(({ encoding }) => encoding === 'one-hot');
  const [label] = labels;
  return label && labels.length === 1
    ? { label: label.name, weights: Array(label.classes).fill(1) }
    : undefined;
}

/**
 * `count` classes in the mix, spread so that every stretch of them has it: each place goes to the class that is
 * furthest behind its share.
 */
export function spreadClasses({ weights }: ClassMix, count: number): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const given = weights.map(() => 0);
  return Array.from({ length: count }, (_, at) => {
    const behind = weights.map((weight, index) => ((at + 1) * weight) / total - given[index]!);
    const next = behind.indexOf(Math.max(...behind));
    given[next]!++;
    return next;
  });
}

/** @throws RangeError where the mix does not fit the model */
export function checkMix(mix: ClassMix, { model }: Pick<Generator, 'model'>): void {
  const label = model.labels.find(({ name, encoding }) => name === mix.label && encoding === 'one-hot');
  if (!label) throw new RangeError(`label "${mix.label}" is no one-hot label of the model, expected one`);
  const { weights } = mix;
  const areUsable = weights.every((weight) => weight >= 0 && Number.isFinite(weight));
  if (weights.length !== label.classes || !areUsable || !weights.some((weight) => weight > 0)) {
    throw new RangeError(
      `mix of "${mix.label}" is [${weights}], expected ${label.classes} numbers of at least 0, not all 0`,
    );
  }
}
