import type { Search } from './findEdits.ts';
import { measureResponses, measureStarts } from './responses.ts';
import { isWhole, meanSlopes } from './slopes.ts';
import { type DraftEdit, withEdits } from './withEdits.ts';

const steps = 5;

/**
 * By edit, then attribute: its mean slope over the edit's range, on images with seeds of their own.
 * @throws RangeError where an edit leaves no image that can be measured
 */
export async function measureSlopes(
  search: Search,
  drafts: readonly DraftEdit[],
  stage: string,
): Promise<number[][]> {
  const { measures, mix, starts: count } = search;
  await using generator = await search.open(withEdits(search.model, search.latent, drafts));
  const made = drafts.reduce((sum, { label }) => sum + (label ? steps : steps - 1), 1);
  const following = search.stage(stage, count * made);
  const first = search.takeSeeds(count);
  const { images } = await measureStarts(generator, measures, { first, count, mix }, following);
  const rows: number[][] = [];
  for (const edit of generator.model.edits) {
    const responses = await measureResponses(generator, measures, edit, images, { steps, mix }, following);
    if (!responses.some(isWhole)) {
      throw new RangeError(`attribute "${edit.name}": no image that is moved along it can be measured`);
    }
    rows.push(meanSlopes(responses));
  }
  return rows;
}
