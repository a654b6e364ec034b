import type { Edit, Generator } from '@roentgan/gan-runtime';
import { type ClassMix, checkMix, evenMix } from './classMix.ts';
import { deviationsOf, type EditLimits, type EditVerdict, judgeEdit } from './judgeEdit.ts';
import type { Measures } from './measures.ts';
import { measureResponses, measureStarts } from './responses.ts';
import { checkedSteps } from './settleRange.ts';
import { attributeOf, type Target } from './target.ts';

export interface CheckOptions {
  readonly generator: Generator;
  readonly measures: Measures;
  /** Which attribute each edit is to change. */
  readonly targets: readonly Target[];
  readonly mix?: ClassMix | undefined;
  readonly seeds?: number;
  /** The first seed. */
  readonly first?: number;
  readonly limits?: EditLimits;
  readonly signal?: AbortSignal;
  onProgress?(progress: { readonly stage: string; readonly images: number; readonly total: number }): void;
}

export interface EditsCheck {
  readonly verdicts: readonly EditVerdict[];
  /** Each attribute over the images without edits. */
  readonly attributes: readonly {
    readonly name: string;
    readonly unit: string;
    readonly deviation: number;
  }[];
  readonly seeds: { readonly first: number; readonly count: number; readonly unmeasured: number };
  readonly steps: number;
  readonly mix: ClassMix | undefined;
}

/**
 * Applies each edit at seven amounts of its range to images of many seeds and compares what was asked with what is measured.
 * @throws RangeError for a target whose edit the model has not, and where nothing can be measured
 */
export async function checkEdits(options: CheckOptions): Promise<EditsCheck> {
  const { generator, measures, targets, seeds: count = 200, first = 0, limits, signal, onProgress } = options;
  const edits = targets.map((target) => editOf(generator, target));
  if (options.mix) checkMix(options.mix, generator);
  const mix = options.mix ?? evenMix(generator);
  const total = count * (1 + edits.length * (checkedSteps - 1));
  let images = 0;
  let stage = 'without edits';
  const onImages = (made: number) => {
    images += made;
    onProgress?.({ stage, images, total });
  };
  const following = { signal, onImages };
  const starts = await measureStarts(generator, measures, { first, count, mix }, following);
  const deviations = deviationsOf(starts.images.map(({ values }) => values));
  const verdicts: EditVerdict[] = [];
  for (const [at, edit] of edits.entries()) {
    stage = edit.name;
    const steps = { steps: checkedSteps, mix };
    const responses = await measureResponses(generator, measures, edit, starts.images, steps, following);
    const target = attributeOf(targets[at]!, measures.attributes);
    verdicts.push(judgeEdit(edit, target, measures.attributes, deviations, responses, limits));
  }
  return {
    verdicts,
    attributes: measures.attributes.map(({ name, unit }, at) => ({ name, unit, deviation: deviations[at]! })),
    seeds: { first, count, unmeasured: starts.unmeasured },
    steps: checkedSteps,
    mix,
  };
}

function editOf({ model }: Generator, { edit: name }: Target): Edit {
  const found = model.edits.find((edit) => edit.name === name);
  if (found) return found;
  const names = model.edits.map((edit) => `"${edit.name}"`).join(', ');
  throw new RangeError(`edit "${name}" is not in the model, expected ${names || 'a model that has edits'}`);
}
