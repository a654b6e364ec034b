import type { Matrix } from 'ml-matrix';
import type { Search } from './findEdits.ts';
import { measureLabelCurve } from './labelCurve.ts';
import { measureSlopes } from './measureSlopes.ts';
import { roundedDown } from './rounded.ts';
import { type Settled, tryEdit } from './settleRange.ts';
import { attributeOf, type Target } from './target.ts';
import type { DraftEdit } from './withEdits.ts';

/**
 * An edit that moves a label along its classes, calibrated so that the attribute changes as asked, while the latent takes back what the label
 * does to the other attributes.
 * @param directions one column for each attribute, which moves it by one standard deviation
 * @param moved the attributes that are taken back by them
 * @param start what one unit adds to the latent, before that is corrected
 * @throws RangeError where the attribute does not rise with the classes
 */
export async function findLabelEdit(
  search: Search,
  target: Target,
  label: string,
  directions: Matrix,
  moved: readonly number[],
  start: Float32Array = new Float32Array(search.latent.length),
): Promise<Settled> {
  const { measures, model, latent, starts: count, deviations } = search;
  const at = attributeOf(target, measures.attributes);
  const classes = classesOf(search, label);
  const stage = search.stage(`calibrating ${target.edit}`, count * (2 * classes - 1));
  const first = search.takeSeeds(count);
  const positions = await measureLabelCurve(
    model,
    latent,
    search.open,
    measures,
    at,
    { label, classes, first, count },
    stage,
  );
  const reach = roundedDown(positions.at(-1)![0] - positions[0]![0], 2);
  const draft: DraftEdit = {
    name: target.edit,
    vector: start,
    label: { tensor: label, positions },
    unit: measures.attributes[at]!.unit,
    range: [-reach, reach],
  };
  const wanted = deviations.map((_, other) => (other === at ? 1 : 0));
  let vector = draft.vector!;
  for (let round = 1; round <= search.rounds; round++) {
    const [slopes] = await measureSlopes(
      search,
      [{ ...draft, vector }],
      `correcting ${target.edit}, round ${round}`,
    );
    const missing = slopes!.map((slope, other) => (wanted[other]! - slope) / deviations[other]!);
    vector = vector.map((value, row) =>
      moved.reduce((sum, other) => sum + missing[other]! * directions.get(row, other), value),
    );
  }
  const tried = await tryEdit(search, { ...draft, vector }, at);
  if (tried) return tried;
  throw new RangeError(`edit "${target.edit}": no image that is moved along it can be measured`);
}

function classesOf({ model }: Search, label: string): number {
  const input = model.graph.inputs.find(({ name }) => name === label);
  if (input?.kind === 'label' && input.encoding === 'one-hot') return input.shape[1] as number;
  throw new RangeError(`label "${label}" is no one-hot label of the model, expected one`);
}
