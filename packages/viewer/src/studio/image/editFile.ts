import { isAllowed, type StudioModel, type StudioState, slidersOf } from '../studioState.ts';

/** Larger files are refused unread: no state needs as much. */
export const largestEditFile = 1024 * 1024;

const version = 1;

/** A state as a file, for people too: edits at 0 are left out. */
export function editText(modelName: string, { seed, labels, edits, truncation }: StudioState): string {
  const moved = Object.fromEntries(Object.entries(edits).filter(([, amount]) => amount !== 0));
  const content = {
    roentganEdit: version,
    model: modelName,
    seed,
    labels,
    edits: moved,
    ...(truncation === undefined ? {} : { truncation }),
  };
  return `${JSON.stringify(content, undefined, 2)}\n`;
}

/**
 * The state that a file says; labels and edits that it does not name are at their defaults.
 * @param where - names the file in errors
 * @throws RangeError for what is no such file, or is for another model
 */
export function readEdit(text: string, where: string, model: StudioModel, modelName: string): StudioState {
  const refuse = (problem: string): never => {
    throw new RangeError(`${where}: ${problem}`);
  };
  const content = asObject(parse(text, refuse), 'the file', refuse);
  if (content.roentganEdit !== version)
    refuse(
      `roentganEdit is ${show(content.roentganEdit)}, expected ${version}: a file that the studio saved`,
    );
  const known = ['roentganEdit', 'model', 'seed', 'labels', 'edits', 'truncation'];
  const unknown = Object.keys(content).find((name) => !known.includes(name));
  if (unknown !== undefined) refuse(`has the unknown field ${show(unknown)}, expected ${known.join(', ')}`);
  if (content.model !== modelName) refuse(`is for the model ${show(content.model)}, expected "${modelName}"`);
  const { seed, truncation } = content;
  if (!Number.isSafeInteger(seed) || (seed as number) < 0)
    refuse(`seed is ${show(seed)}, expected a whole number from 0`);
  if (truncation !== undefined && !model.truncation) refuse('has truncation, but the model has none');
  const state: StudioState = {
    seed: seed as number,
    labels: readLabels(asObject(own(content, 'labels', {}), 'labels', refuse), model, refuse),
    edits: readAmounts(asObject(own(content, 'edits', {}), 'edits', refuse), model, refuse),
  };
  if (!model.truncation) return state;
  const factor = own(content, 'truncation', model.truncation.default ?? 1);
  if (typeof factor !== 'number' || !(factor >= 0 && factor <= 1))
    refuse(`truncation is ${show(factor)}, expected 0 to 1`);
  return { ...state, truncation: factor as number };
}

type Refuse = (problem: string) => never;
type Fields = Readonly<Record<string, unknown>>;

function parse(text: string, refuse: Refuse): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('is no JSON, or cut short, expected a file that the studio saved');
  }
}

function readLabels(given: Fields, model: StudioModel, refuse: Refuse): Record<string, number> {
  refuseUnknown('label', given, model.labels, refuse);
  return Object.fromEntries(
    model.labels.map((label) => {
      const value = own(given, label.name, label.default);
      const [low, high] = label.classes > 0 ? [0, label.classes - 1] : (label.range ?? ['a', 'number']);
      if (typeof value !== 'number' || !isAllowed(label, value))
        refuse(`label "${label.name}" is ${show(value)}, expected ${low} to ${high}`);
      return [label.name, value as number];
    }),
  );
}

function readAmounts(given: Fields, model: StudioModel, refuse: Refuse): Record<string, number> {
  const sliders = slidersOf(model);
  refuseUnknown('edit', given, sliders, refuse);
  return Object.fromEntries(
    sliders.map(({ name, range: [low, high] }) => {
      const amount = own(given, name, 0);
      if (typeof amount !== 'number' || !(amount >= low && amount <= high))
        refuse(`edit "${name}" is ${show(amount)}, expected ${low} to ${high}`);
      return [name, amount as number];
    }),
  );
}

function refuseUnknown(
  kind: string,
  given: Fields,
  known: readonly { readonly name: string }[],
  refuse: Refuse,
): void {
  const unknown = Object.keys(given).find((name) => !known.some((entry) => entry.name === name));
  if (unknown === undefined) return;
  const names = known.map(({ name }) => name).join(', ') || 'none';
  refuse(`${kind} ${show(unknown)} is unknown, expected ${names}`);
}

function own(fields: Fields, name: string, fallback: unknown): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : fallback;
}

function asObject(value: unknown, what: string, refuse: Refuse): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    refuse(`${what} is ${show(value)}, expected an object`);
  return value as Fields;
}

/** A value in an error: one line, and not all of a long one. */
function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
