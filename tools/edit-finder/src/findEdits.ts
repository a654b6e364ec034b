import type { Generator } from '@roentgan/gan-runtime';
import type { Model } from '@roentgan/gan-runtime/model-file';
import { Matrix } from 'ml-matrix';
import { columnOf, correctedDirections, leastNormDirections, lengthOf } from './basis.ts';
import { type ClassMix, checkMix, evenMix } from './classMix.ts';
import { findLabelEdit } from './findLabelEdit.ts';
import { fitSamples, type SampleFit } from './fitSamples.ts';
import type { EditVerdict } from './judgeEdit.ts';
import { type EditedLatent, editedLatent } from './latentInput.ts';
import { type LearnedDirection, withLearned } from './learnedDirections.ts';
import { measureSlopes } from './measureSlopes.ts';
import type { Measures } from './measures.ts';
import { settleRange } from './settleRange.ts';
import type { Following } from './shots.ts';
import { attributeOf, type Target } from './target.ts';
import { type DraftEdit, withEdits } from './withEdits.ts';

export interface FindOptions {
  readonly model: Model;
  /** Loads a model to make images with; the finder disposes what it opens. */
  open(model: Model): Promise<Generator>;
  readonly measures: Measures;
  readonly targets: readonly Target[];
  /** The latent to move; the first that is a vector where absent. */
  readonly latent?: string;
  /** How classes are mixed in all that is measured; evenly where absent. */
  readonly mix?: ClassMix | undefined;
  /** Directions that the generator learned with its weights, in place of those that are fitted; `rounds` is 0 then unless stated. */
  readonly learned?: readonly LearnedDirection[] | undefined;
  /** Images that the directions are fitted on. */
  readonly samples?: number;
  /** Images that each step of calibration starts from, with seeds of its own. */
  readonly starts?: number;
  /** Gauss-Newton steps. */
  readonly rounds?: number;
  /** The first seed; those after it are used too. */
  readonly seed?: number;
  readonly signal?: AbortSignal;
  /** Before each stage, and after each batch of images in it. */
  onProgress?(progress: { readonly stage: string; readonly images: number; readonly total: number }): void;
}

export interface FoundEdits {
  readonly model: Model;
  /** What the last calibration measured; `checkEdits` measures with other seeds. */
  readonly verdicts: readonly EditVerdict[];
  readonly fit: Pick<SampleFit, 'measured' | 'unmeasured' | 'means' | 'deviations' | 'explained'>;
}

/** What all stages work with. */
export interface Search
  extends Omit<FindOptions, 'latent' | 'mix' | 'seed' | 'samples' | 'starts' | 'rounds' | 'learned'> {
  readonly latent: EditedLatent;
  readonly mix: ClassMix | undefined;
  readonly starts: number;
  readonly rounds: number;
  /** Whether directions were learned with the generator, not fitted. */
  readonly isLearned: boolean;
  /** Of each attribute, over samples. */
  readonly deviations: readonly number[];
  /** Seeds that no stage has used before. */
  takeSeeds(count: number): number;
  stage(name: string, total: number): Following;
}

/** The first seed where none is stated: far from those that people look at. */
const firstSeed = 10_000_000;

/**
 * Finds edits: a direction in the latent for each attribute by least squares on samples, made to leave the others alone, then corrected and
 * calibrated by what moved images show.
 * @throws RangeError where the model has no such latent, or attributes cannot be measured, moved or told apart
 */
export async function findEdits(options: FindOptions): Promise<FoundEdits> {
  const { model, measures, targets, learned, samples = 10_000, starts = 80, onProgress } = options;
  const { rounds = learned ? 0 : 2 } = options;
  const { attributes } = measures;
  const latent = editedLatent(model.graph, options.latent);
  for (const target of targets) attributeOf(target, attributes);
  let next = options.seed ?? firstSeed;
  const takeSeeds = (count: number) => {
    const first = next;
    next += count;
    return first;
  };
  const stage = (name: string, total: number): Following => {
    let images = 0;
    const tell = (count: number) => {
      images += count;
      onProgress?.({ stage: name, images, total });
    };
    tell(0);
    return { signal: options.signal, onImages: tell };
  };
  const mix = await mixOf(options);
  const fit = await sampled();
  const search: Search = {
    ...options,
    latent,
    mix,
    starts,
    rounds,
    isLearned: learned !== undefined,
    takeSeeds,
    stage,
    deviations: fit.deviations,
  };
  const names = attributes.map(({ name }) => name);
  const gradients = fit.coefficients.subMatrix(0, names.length - 1, 0, latent.length - 1);
  let directions = withLearned(
    leastNormDirections(gradients, names),
    learned,
    targets,
    measures,
    fit.deviations,
  );
  const moved = latentMoves(names, targets, search.isLearned, measures);
  for (let round = 1; round <= rounds; round++) {
    const responses = await measureSlopes(
      search,
      directionEdits(directions, names, search.isLearned).filter((_, at) => moved.includes(at)),
      `correcting, round ${round}`,
    );
    directions = corrected(directions, inDeviations(responses, fit.deviations), moved);
  }
  const drafts: DraftEdit[] = [];
  const verdicts: EditVerdict[] = [];
  for (const target of targets) {
    const at = attributeOf(target, attributes);
    const settled =
      target.label === undefined
        ? await settleRange(search, target, columnOf(directions, at))
        : await findLabelEdit(search, target, target.label, directions, moved, learnedStep(target));
    drafts.push(settled.draft);
    verdicts.push(settled.verdict);
  }
  return { model: withEdits(model, latent, drafts), verdicts, fit };

  function learnedStep({ edit }: Target): Float32Array | undefined {
    return learned?.find((each) => each.edit === edit)?.vector;
  }

  async function sampled(): Promise<SampleFit> {
    await using generator = await options.open(model);
    const first = takeSeeds(samples);
    return await fitSamples(
      generator,
      measures,
      latent,
      { first, count: samples, mix },
      stage('sampling', samples),
    );
  }
}

async function mixOf({ model, open, mix }: FindOptions): Promise<ClassMix | undefined> {
  await using generator = await open(model);
  if (mix) checkMix(mix, generator);
  return mix ?? evenMix(generator);
}

/**
 * The attributes that directions of the latent answer for. Where those were learned, what a label moves is left to it: the direction
 * that is fitted for it would spoil them, and an attribute that others are a part of, as a grade is of its signs, moves with them.
 */
function latentMoves(
  names: readonly string[],
  targets: readonly Target[],
  isLearned: boolean,
  { attributes }: Measures,
): number[] {
  const labelled = targets.filter(({ label }) => isLearned && label !== undefined);
  const left = new Set(labelled.map((target) => attributeOf(target, attributes)));
  return names.map((_, at) => at).filter((at) => !left.has(at));
}

/** The directions, those of the attributes `moved` corrected by each other. */
function corrected(directions: Matrix, responses: Matrix, moved: readonly number[]): Matrix {
  const rows = Array.from({ length: directions.rows }, (_, row) => row);
  const columns = moved.map((_, at) => at);
  const better = correctedDirections(
    directions.selection(rows, [...moved]),
    responses.selection([...moved], columns),
  );
  const joined = directions.clone();
  for (const [column, at] of moved.entries()) joined.setColumn(at, better.getColumn(column));
  return joined;
}

/** How far images are moved to correct directions: in standard deviations of the attribute, and of a latent that was not taught to go further. */
const correctedReach = 1.5;
const latentReach = 2.5;

/** One edit for each direction, whose unit is a standard deviation of the attribute. */
function directionEdits(directions: Matrix, names: readonly string[], isLearned: boolean): DraftEdit[] {
  return names.map((name, at) => {
    const vector = columnOf(directions, at);
    const reach = isLearned ? correctedReach : Math.min(correctedReach, latentReach / lengthOf(vector));
    return { name, vector, unit: 'standard deviations', range: [-reach, reach] };
  });
}

/** Attribute x edit, from one row of slopes for each edit. */
function inDeviations(slopes: readonly (readonly number[])[], deviations: readonly number[]): Matrix {
  return new Matrix(slopes.map((row) => row.map((slope, at) => slope / deviations[at]!))).transpose();
}
