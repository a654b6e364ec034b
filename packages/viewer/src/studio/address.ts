import { hashFromState, type StudioModel, type StudioState, stateFromHash } from './studioState.ts';

/** All that a link says: the image's state, the view in front, and what each view keeps. */
export interface Address {
  readonly state: StudioState;
  /** Undefined where the link names none. */
  readonly view: string | undefined;
  /** By name of the view and of the setting. */
  readonly kept: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** Reads a link's hash, as in `#seed=7&view=animate&animate.speed=2`. */
export function readAddress(hash: string, model: StudioModel, views: readonly string[]): Address {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const kept = new Map<string, Record<string, string>>();
  for (const view of views) {
    const own = [...given].filter(([name]) => name.startsWith(`${view}.`));
    kept.set(view, Object.fromEntries(own.map(([name, value]) => [name.slice(view.length + 1), value])));
  }
  return { state: stateFromHash(hash, model), view: given.get('view') ?? undefined, kept };
}

/** The hash of a link to `address`; settings of views that are not in front are kept too. */
export function hashFromAddress({ state, view, kept }: Address): string {
  const more = new URLSearchParams();
  if (view !== undefined) more.set('view', view);
  for (const [name, settings] of kept)
    for (const [setting, value] of Object.entries(settings)) more.set(`${name}.${setting}`, value);
  const end = more.size > 0 ? `&${more}` : '';
  return `${hashFromState(state)}${end}`;
}
