import type { GeneratedImage } from '@roentgan/gan-runtime';
import type { Path } from '../path.ts';
import type { Timeline } from '../timeline.ts';

export type MovieFormat = 'webm' | 'gif' | 'png';

/** How a movie is to be. */
export interface MovieSettings {
  readonly format: MovieFormat;
  readonly framesPerSecond: number;
  /** Pixels of the movie for one of the model's; frames that are PNG files have the model's own. */
  readonly scale: number;
  /** Whether "synthetic" stands in the picture; frames that are PNG files say it in other ways. */
  readonly marked: boolean;
}

/** What a movie says of itself. */
export interface MovieNote {
  /** A sentence for people. */
  readonly text: string;
  /** The path, as JSON. */
  readonly animation: Readonly<Record<string, unknown>>;
}

/** A file that grows frame by frame. */
export interface MovieWriter {
  /** @param at seconds from the start */
  add(image: GeneratedImage, at: number): Promise<void>;
  /** Writes the end, and hands the file over. */
  finish(): Promise<void>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** What a movie says: that it is synthetic, and how it was made. */
export function movieNote(modelName: string, path: Path, { seconds, repeat }: Timeline): MovieNote {
  const way =
    path.kind === 'images'
      ? `between the images of seeds ${path.keys.map(({ seed }) => seed).join(', ')}`
      : `of seed ${path.image.seed} along "${path.edit}" from ${path.from} to ${path.to}`;
  return {
    text: `Synthetic: every frame was made by a trained model (${modelName}), ${way}. Not for diagnosis.`,
    animation: { ...path, secondsPerStep: seconds, repeat },
  };
}
