import { lengthOf } from './basis.ts';
import { calibrationOf, meanChange } from './calibrate.ts';
import type { Search } from './findEdits.ts';
import { type EditVerdict, judgeEdit } from './judgeEdit.ts';
import { measureResponses, measureStarts, type Response } from './responses.ts';
import { roundedDown } from './rounded.ts';
import { isWhole } from './slopes.ts';
import { attributeOf, type Target } from './target.ts';
import { type DraftEdit, withEdits } from './withEdits.ts';

/** Ranges that are tried in turn, in standard deviations of the attribute: wide enough to be seen, narrow enough to hold. */
const reaches = [2, 2.5, 1.5, 1, 0.7];
/**
 * Further from where they were, in standard deviations of the latent, images are no longer what the model learnt; the last range is tried all the
 * same. Where directions were learned with the generator, it knows how far they go.
 */
const latentReach = 6;
export const checkedSteps = 7;

export interface Settled {
  readonly draft: DraftEdit;
  readonly verdict: EditVerdict;
}

/**
 * States an edit of the latent in the attribute's unit, over the first range in which enough images answer monotonically, else over
 * the one in which most do. Where the mean answer is bent, a calibration straightens it, unless fewer images answer
 * monotonically with it.
 * @param direction moves the attribute by one standard deviation
 */
export async function settleRange(search: Search, target: Target, direction: Float32Array): Promise<Settled> {
  const { attributes } = search.measures;
  const at = attributeOf(target, attributes);
  const deviation = search.deviations[at]!;
  const vector = direction.map((value) => value / deviation);
  let best: Tried | undefined;
  const length = lengthOf(direction);
  for (const reach of reaches) {
    if (!search.isLearned && reach * length > latentReach && reach !== reaches.at(-1)) continue;
    const most = roundedDown(reach * deviation, 2);
    const { unit } = attributes[at]!;
    const tried = await tryEdit(search, { name: target.edit, vector, unit, range: [-most, most] }, at);
    if (tried && (!best || tried.verdict.monotone > best.verdict.monotone)) best = tried;
    if (tried?.verdict.passes.monotone) break;
  }
  if (!best) {
    throw new RangeError(`edit "${target.edit}": no image that is moved along it can be measured`);
  }
  const calibration = calibrationOf(meanChange(best.responses, at));
  const straightened = calibration && (await tryEdit(search, { ...best.draft, calibration }, at));
  return straightened && isBetter(straightened.verdict, best.verdict) ? straightened : best;
}

/** A table may also ask for steps beyond those that were tried, where an answer flattens: fewer images follow then. */
function isBetter(calibrated: EditVerdict, plain: EditVerdict): boolean {
  const follows = calibrated.passes.monotone || calibrated.monotone >= plain.monotone;
  return follows && Math.abs(calibrated.slope - 1) < Math.abs(plain.slope - 1);
}

interface Tried extends Settled {
  readonly responses: readonly Response[];
}

/** Moves images that no stage has seen and judges what happens; `undefined` where none can be measured to the ends. */
export async function tryEdit(
  search: Search,
  draft: DraftEdit,
  attribute: number,
): Promise<Tried | undefined> {
  const { measures, mix, starts: count, deviations } = search;
  await using generator = await search.open(withEdits(search.model, search.latent, [draft]));
  const edit = generator.model.edits[0]!;
  const following = search.stage(`calibrating ${draft.name}`, count * (checkedSteps + (draft.label ? 1 : 0)));
  const first = search.takeSeeds(count);
  const { images } = await measureStarts(generator, measures, { first, count, mix }, following);
  const steps = { steps: checkedSteps, mix };
  const responses = await measureResponses(generator, measures, edit, images, steps, following);
  if (!responses.some(isWhole)) return undefined;
  const verdict = judgeEdit(edit, attribute, measures.attributes, deviations, responses);
  return { draft, verdict, responses };
}
