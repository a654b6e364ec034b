/** A reader study: which images are shown, and how readers are asked. */
export interface Study {
  readonly name: string;
  /** What images, their numbers, seeds and repeats were drawn with. */
  readonly seed: number;
  /** 32 hex digits that go into the hash of each file, so that hashes of a known collection cannot be looked up. */
  readonly salt: string;
  /** Names of the grades, lowest first; an image's grade is an index. */
  readonly grades: readonly string[];
  /** Pixels of every image as it is shown. */
  readonly width: number;
  readonly height: number;
  /** In an order that says nothing of their origin; `id` is `i001`, `i002`, ... */
  readonly images: readonly StudyImage[];
  /** Ids of images that each phase shows twice. */
  readonly repeats: readonly string[];
  /** What makes the synthetic images that have a seed; absent where all come from files. */
  readonly model?: StudyModel;
  readonly protocol: Protocol;
}

export interface StudyModel {
  readonly name: string;
  /** Of the model file, in hex. */
  readonly sha256: string;
  /** The label that takes the grade. */
  readonly label: string;
  readonly truncation?: number;
}

export interface StudyImage {
  readonly id: string;
  readonly origin: Origin;
  /** Index into `grades`: as known of a real image, as asked of a synthetic one. */
  readonly grade: number;
  /** Where its pixels come from: a file that the reader brings, by its salted hash, or a seed of the model. */
  readonly source: { readonly hash: string } | { readonly seed: number };
  /** The JPEG quality, 1 to 100, that it goes through before it is shown; absent where it goes through none. */
  readonly jpegQuality?: number;
}

export type Origin = 'real' | 'synthetic';

/** `grading` asks for a grade and does not say that synthetic images are among them; `detection` asks which are. */
export type Phase = 'grading' | 'detection';

export const phases = ['grading', 'detection'] as const satisfies readonly Phase[];

export interface Protocol {
  /**
   * How sure a reader is of real or synthetic: one answer of six from "certainly real" to "certainly synthetic" (three levels of
   * confidence for each), or the verdict and then confidence from 1 to 5.
   */
  readonly confidence: 'six-point' | 'five-levels';
  /** Whether a reader may go back to an answered image of the same phase. */
  readonly allowBack: boolean;
  /** Whether zoom, window and inversion are offered. */
  readonly tools: boolean;
  /** Shown before the first phase, as well as the standard text; paragraphs are parted by empty lines. */
  readonly introduction?: string;
}

/** How many levels of confidence a verdict has. */
export function confidenceLevels({ confidence }: Protocol): number {
  return confidence === 'six-point' ? 3 : 5;
}
