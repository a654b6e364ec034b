import { between, type Place, placeWithin, wholePicture } from './place.ts';

/** How a picture is looked at; nothing of it changes the picture. */
export interface View extends Place {
  /** Share of the grey scale that is spread from black to white. */
  readonly window: number;
  /** The grey in the middle of the window, 0 (black) to 1 (white). */
  readonly level: number;
  readonly inverted: boolean;
}

export const plainView: View = { ...wholePicture, window: 1, level: 0.5, inverted: false };

const windows = [0.05, 2] as const;

/** A view within its limits: the picture still covers its frame. */
export function withinLimits({ window, level, inverted, ...place }: View): View {
  return {
    ...placeWithin(place),
    window: between(window, ...windows),
    level: between(level, 0, 1),
    inverted,
  };
}
