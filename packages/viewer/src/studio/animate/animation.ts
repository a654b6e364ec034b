import { editReach, type Towards } from '@roentgan/gan-runtime';
import {
  hashFromState,
  type StudioModel,
  type StudioState,
  slidersOf,
  stateFromHash,
} from '../studioState.ts';
import { type Path, stepsOf } from './path.ts';
import type { Repeat, Timeline } from './timeline.ts';

/** All that a person sets in this view. Where to go and along which edit are both kept, so that switching loses neither. */
export interface Animation {
  readonly kind: Path['kind'];
  readonly keys: readonly StudioState[];
  readonly how: NonNullable<Towards['how']>;
  /** Empty where the model has none. */
  readonly edit: string;
  readonly from: number;
  readonly to: number;
  /** For one step. */
  readonly seconds: number;
  readonly repeat: Repeat;
}

/** Seconds for a step: whole steps of the slider. */
export const secondsRange = [0.4, 10] as const;
const repeats: readonly Repeat[] = ['loop', 'swing', 'once'];

/** What a model begins with: from the image at hand to that of the next seed. */
export function firstAnimation(model: StudioModel, image: StudioState): Animation {
  const [edit] = slidersOf(model);
  const [from, to] = edit ? reachOf(model, edit, image) : [0, 0];
  return {
    kind: 'images',
    keys: [image, { ...image, seed: image.seed < Number.MAX_SAFE_INTEGER ? image.seed + 1 : 0 }],
    how: 'slerp',
    edit: edit?.name ?? '',
    from,
    to,
    seconds: 3,
    repeat: 'loop',
  };
}

/** How far an edit moves this image: one that moves a label stops at the label's ends. */
export function reachOf(
  model: StudioModel,
  edit: StudioModel['edits'][number],
  { labels }: StudioState,
): readonly [number, number] {
  const label = edit.label?.tensor;
  return label === undefined ? edit.range : editReach(model.graph, edit, labels[label] ?? 0);
}

export function pathOf(animation: Animation, image: StudioState): Path {
  const { kind, keys, how, edit, from, to } = animation;
  return kind === 'images' ? { kind, keys, how } : { kind, image, edit, from, to };
}

export function timelineOf(animation: Animation, path: Path): Timeline {
  const { seconds, repeat } = animation;
  return { steps: stepsOf(path, repeat === 'loop'), seconds, repeat };
}

/** As the address keeps it. Images are parted by spaces, which no image's own text has. */
export function keepAnimation(animation: Animation): Record<string, string> {
  const { kind, keys, how, edit, from, to, seconds, repeat } = animation;
  return {
    along: kind,
    images: keys.map((key) => hashFromState(key).slice(1)).join(' '),
    how,
    ...(edit !== '' && { edit, from: String(from), to: String(to) }),
    seconds: String(seconds),
    repeat,
  };
}

/** Reads what the address keeps; what is absent or makes no sense is as in `otherwise`. */
export function readAnimation(
  kept: Readonly<Record<string, string>>,
  model: StudioModel,
  otherwise: Animation,
): Animation {
  const edit = slidersOf(model).find(({ name }) => name === kept.edit);
  const keys = kept.images?.split(' ').map((text) => stateFromHash(text, model));
  const number = (text: string | undefined, [low, high]: readonly [number, number], fallback: number) =>
    text !== undefined && text.trim() !== '' && Number.isFinite(Number(text))
      ? Math.min(high, Math.max(low, Number(text)))
      : fallback;
  return {
    kind: kept.along === 'edit' && otherwise.edit !== '' ? 'edit' : 'images',
    keys: keys ?? otherwise.keys,
    how: kept.how === 'linear' ? 'linear' : 'slerp',
    edit: edit?.name ?? otherwise.edit,
    from: edit ? number(kept.from, edit.range, edit.range[0]) : otherwise.from,
    to: edit ? number(kept.to, edit.range, edit.range[1]) : otherwise.to,
    seconds: number(kept.seconds, secondsRange, otherwise.seconds),
    repeat: repeats.find((repeat) => repeat === kept.repeat) ?? otherwise.repeat,
  };
}
