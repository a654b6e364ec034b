import type { Edit, LabelInfo, ModelInfo } from '@roentgan/gan-runtime';
import type { KioskConfig } from './kioskConfig.ts';
import { KioskConfigError } from './readKioskConfig.ts';

/** What a person can change at this kiosk, and what changes by itself while nobody does. */
export interface Changeable {
  readonly edits: readonly Edit[];
  readonly labels: readonly LabelInfo[];
}

/** How many named edits have a slider unless they are named: as many as fit a small screen with the buttons. */
const editsShown = 6;
/** How many unnamed directions stand in for edits where a model has none. */
const directionsShown = 3;

/**
 * The edits and labels that kiosk.json names, or the first edits and all labels.
 * @throws KioskConfigError for a name that the model does not have
 */
export function fitModel(
  { edits, labels }: Pick<KioskConfig, 'edits' | 'labels'>,
  model: Pick<ModelInfo, 'edits' | 'directions' | 'labels'>,
  where = 'kiosk.json',
): Changeable {
  const all = [...model.edits, ...model.directions];
  const usual =
    model.edits.length > 0 ? model.edits.slice(0, editsShown) : model.directions.slice(0, directionsShown);
  return {
    edits: edits ? pick(edits, all, `${where}: edits`) : usual,
    labels: labels ? pick(labels, model.labels, `${where}: labels`) : model.labels,
  };
}

function pick<Named extends { readonly name: string }>(
  names: readonly string[],
  from: readonly Named[],
  where: string,
): Named[] {
  return [...new Set(names)].map((name, at) => {
    const found = from.find((candidate) => candidate.name === name);
    if (found) return found;
    const known = from.map((candidate) => candidate.name).join(', ') || 'none, as the model has none';
    throw new KioskConfigError(`${where}[${at}] is "${name}", expected one of ${known}`);
  });
}
