import type { GanViewer } from '../index.ts';
import type { StudioModel, StudioState } from './studioState.ts';

/** What the studio gives to each of its views: the model that is loaded, and the state of the one image at hand. */
export interface Studio {
  readonly viewer: GanViewer;
  readonly model: StudioModel;
  readonly modelName: string;
  /** Of the image in the view "image". */
  readonly state: StudioState;
  /** The address that restores all of it; none where the model was opened from a file, which no address has. */
  readonly link: string | undefined;
  /** Draws another state, in the image view's controls and in the address too. */
  show(state: StudioState): void;
  /** Hears of every state that is drawn, whoever asked for it; the result ends that. */
  watch(listener: (state: StudioState) => void): () => void;
  /** Brings a view to the front. */
  open(view: string): void;
  /** Loads another model in this one's place, from a URL (of a Blob too), as if the page had just been opened with it. */
  use(url: string): void;
  /** What the address says about a view beside the state, as in `animate.speed=2`; without the view's name and dot. */
  kept(view: string): Readonly<Record<string, string>>;
  /** Puts it there, in place of what was. */
  keep(view: string, settings: Readonly<Record<string, string>>): void;
}

/** One way of looking at a model. It lives as long as the model: another model gets views of its own. */
export interface StudioView {
  readonly element: HTMLElement;
  /** It comes to the front, or the address changed while it was there. */
  show(): void;
  /** Another comes to the front, or the model goes: what runs is stopped. */
  hide(): void;
  /** The model goes, and the view with it: what it holds (workers, models) is given back. */
  close?(): void;
}

/** A view before it is needed: its code is loaded when it is opened first. */
export interface ViewEntry {
  readonly name: string;
  readonly title: string;
  /** Whether this model has anything to show there. */
  serves(model: StudioModel): boolean;
  load(): Promise<(studio: Studio) => StudioView>;
}
