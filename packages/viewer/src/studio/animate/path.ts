import type { GenerateOptions, Towards } from '@roentgan/gan-runtime';
import type { StudioState } from '../studioState.ts';

/** What an animation moves through. */
export type Path = ImagesPath | EditPath;

/** From one image to the next. */
export interface ImagesPath {
  readonly kind: 'images';
  /** At least one. */
  readonly keys: readonly StudioState[];
  readonly how: NonNullable<Towards['how']>;
}

/** One image, along an edit. */
export interface EditPath {
  readonly kind: 'edit';
  readonly image: StudioState;
  readonly edit: string;
  readonly from: number;
  readonly to: number;
}

/** How many steps a path has: from image to image, or from one end of an edit to the other. `closed` leads from the last image to the first. */
export function stepsOf(path: Path, closed: boolean): number {
  if (path.kind === 'edit') return path.from === path.to ? 0 : 1;
  const { length } = path.keys;
  return length < 2 ? 0 : closed ? length : length - 1;
}

/** The image at a place of a path, counted in steps from 0; at whole numbers it is a chosen image itself. */
export function imageAt(path: Path, place: number): GenerateOptions {
  if (path.kind === 'edit') {
    const { image, edit, from, to } = path;
    return withoutZeros({ ...image, edits: { ...image.edits, [edit]: from + (to - from) * place } });
  }
  const { keys, how } = path;
  const at = Math.floor(place);
  const share = place - at;
  const first = keys[at % keys.length]!;
  const second = keys[(at + 1) % keys.length]!;
  const start = withoutZeros(first);
  if (share === 0) return start;
  const between = (a: number | undefined, b: number | undefined) =>
    a === undefined || b === undefined ? undefined : a * (1 - share) + b * share;
  const truncation = between(first.truncation, second.truncation);
  return {
    ...start,
    ...(truncation !== undefined && { truncation }),
    towards: { seed: second.seed, labels: second.labels, edits: towardsEdits(first, second), how, share },
  };
}

/** In words, as in "seed 7 to seed 8, 25 %". */
export function placeName(path: Path, place: number): string {
  if (path.kind === 'edit') {
    const { image, edit, from, to } = path;
    const amount = String(Number((from + (to - from) * place).toFixed(2))).replace('-', '−');
    return `seed ${image.seed}, ${edit} ${amount}`;
  }
  const { keys } = path;
  const at = Math.floor(place);
  const share = Math.round((place - at) * 100);
  const name = (index: number) => `seed ${keys[index % keys.length]!.seed}`;
  return share === 0 ? name(at) : `${name(at)} to ${name(at + 1)}, ${share} %`;
}

/** As in "Seed 7" and "grade KL 3, edited". */
export function keyName(
  { seed, labels, edits }: StudioState,
  model: { readonly labels: readonly { readonly name: string; readonly names?: readonly string[] }[] },
): { readonly seed: string; readonly rest: string } {
  const parts = Object.entries(labels).map(([label, value]) => {
    const text = model.labels.find(({ name }) => name === label)?.names?.[value] ?? String(value);
    return `${label} ${text}`;
  });
  if (Object.values(edits).some((amount) => amount !== 0)) parts.push('edited');
  return { seed: `Seed ${seed}`, rest: parts.join(', ') };
}

function withoutZeros({ seed, labels, edits, truncation }: StudioState) {
  const moved = Object.fromEntries(Object.entries(edits).filter(([, amount]) => amount !== 0));
  return {
    seed,
    labels,
    ...(Object.keys(moved).length > 0 && { edits: moved }),
    ...(truncation !== undefined && { truncation }),
  };
}

/** What the second image states of edits stands over the first, so an edit of the first alone is 0 there. */
function towardsEdits(first: StudioState, second: StudioState): Readonly<Record<string, number>> {
  const named = Object.keys(second.edits).filter(
    (name) => second.edits[name] !== 0 || (first.edits[name] ?? 0) !== 0,
  );
  return Object.fromEntries(named.map((name) => [name, second.edits[name]!]));
}
