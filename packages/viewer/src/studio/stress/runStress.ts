import type { Generator, ImageOptions } from '@roentgan/gan-runtime';
import { type Classifier, type GradeAtAmount, gradeAlongEdit } from '@roentgan/measurer';
import { type MindChange, mindChanges } from './mindChanges.ts';

/** What is asked: one edit, over all of its range, of one seed or several. */
export interface StressRequest {
  readonly edit: string;
  readonly range: readonly [number, number];
  readonly points: number;
  readonly seeds: readonly number[];
  /** What stays as it is: labels, other edits, truncation. */
  readonly image: ImageOptions;
}

/** What the classifier says of one seed's images. */
export interface SeedCurve {
  readonly seed: number;
  readonly points: readonly GradeAtAmount[];
  /** Empty until all points are there. */
  readonly changes: readonly MindChange[];
}

/** The amounts of a curve: evenly over the range, its ends among them. */
export function amountsOf({ range: [low, high], points }: StressRequest): number[] {
  return Array.from({ length: points }, (_, at) =>
    at === points - 1 ? high : low + ((high - low) * at) / (points - 1),
  );
}

/**
 * Asks a classifier about each seed's image along the edit, one picture after the other, so that the page stays alive.
 * @param onCurves all curves so far, after each point
 * @throws what generator and classifier throw, `signal.reason` when aborted
 */
export async function runStress(
  generator: Generator,
  classifier: Classifier,
  request: StressRequest,
  signal: AbortSignal,
  onCurves: (curves: readonly SeedCurve[]) => void,
): Promise<readonly SeedCurve[]> {
  const { edit, seeds, image } = request;
  const { edits, ...rest } = image;
  const amounts = amountsOf(request);
  const done: SeedCurve[] = [];
  for (const seed of seeds) {
    const ask = async (amount: number) => {
      signal.throwIfAborted();
      const options = { ...rest, ...(edits && { edits }), seed, edit, amounts: [amount], signal };
      const [point] = await gradeAlongEdit(generator, classifier, options);
      await new Promise((resolve) => setTimeout(resolve)); // a turn for the page
      return point!;
    };
    const points: GradeAtAmount[] = [];
    for (const amount of amounts) {
      points.push(await ask(amount));
      onCurves([...done, { seed, points: [...points], changes: [] }]);
    }
    const changes = await mindChanges(points, async (amount) => (await ask(amount)).grade);
    done.push({ seed, points, changes });
    onCurves([...done]);
  }
  return done;
}
