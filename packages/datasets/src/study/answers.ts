import type { Origin } from './study.ts';

/** What every answer says. */
interface Answered {
  /** Id of the image. */
  readonly image: string;
  readonly showing: 1 | 2;
  /** How long the image was in sight before the answer: neither pauses nor time in a hidden tab. */
  readonly milliseconds: number;
  /** How often the answer was interrupted: by a pause, a hidden tab or a closed one. */
  readonly interruptions: number;
}

export interface GradingAnswer extends Answered {
  /** Index into the study's grades. */
  readonly grade: number;
}

export interface DetectionAnswer extends Answered {
  readonly verdict: Origin;
  /** 1 (a guess) up to the levels of the study's scale. */
  readonly confidence: number;
}

/** The answers of both phases, each in the order of its showings. */
export interface Answers {
  readonly grading: readonly GradingAnswer[];
  readonly detection: readonly DetectionAnswer[];
}

export interface Reader {
  /** As the reader typed it, trimmed and in capitals: it decides the order of the images. */
  readonly code: string;
  /** Role or training, in the reader's words or one of the page's; may be empty. */
  readonly role: string;
  /** Years of experience; absent where not stated. */
  readonly years?: number;
}

/** A reader's code as it is stored. @throws RangeError */
export function readerCode(typed: string): string {
  const code = typed.trim().toUpperCase();
  if (/^[\p{L}\p{N}][\p{L}\p{N}._-]{0,31}$/u.test(code)) return code;
  throw new RangeError(
    `reader code is "${typed.trim().slice(0, 40)}", expected 1 to 32 letters, digits, dots, dashes or underscores`,
  );
}

/**
 * One number for "how synthetic": negative for real, positive for synthetic, further from 0 the surer. What a ROC curve is
 * drawn from.
 */
export function syntheticRating({ verdict, confidence }: DetectionAnswer): number {
  return verdict === 'synthetic' ? confidence : -confidence;
}
