import type { Answers, DetectionAnswer, GradingAnswer, Reader } from './answers.ts';
import { type Showing, showingOrder } from './showingOrder.ts';
import type { Phase, Study } from './study.ts';
import type { OpenStudy } from './studyFile.ts';

/** How far one reader is; plain data, to be stored as it is. */
export interface Session extends Answers {
  readonly study: string;
  /** Told apart from another attempt of the same reader. */
  readonly id: string;
  readonly reader: Reader;
  /** ISO 8601. */
  readonly startedAt: string;
  /** Whether the reader was told after the first phase what the study is about. */
  readonly disclosed: boolean;
  /** What is known of the image that waits for its answer. */
  readonly pending: { readonly milliseconds: number; readonly interruptions: number };
}

/** What comes next. */
export type Step =
  | { readonly kind: 'question'; readonly phase: Phase; readonly position: number; readonly showing: Showing }
  | { readonly kind: 'disclosure' }
  | { readonly kind: 'done' };

const nothingPending = { milliseconds: 0, interruptions: 0 };

export function startSession(
  study: OpenStudy,
  reader: Reader,
  { id, startedAt }: { readonly id: string; readonly startedAt: string },
): Session {
  const answers = { grading: [], detection: [] };
  return { study: study.id, id, reader, startedAt, disclosed: false, pending: nothingPending, ...answers };
}

/** Showings of one phase. */
export function phaseLength({ images, repeats }: Study): number {
  return images.length + repeats.length;
}

export function nextStep(study: OpenStudy, session: Session): Step {
  const total = phaseLength(study.study);
  const phase = session.grading.length < total ? 'grading' : 'detection';
  const position = session[phase].length;
  if (phase === 'detection' && !session.disclosed) return { kind: 'disclosure' };
  if (position === total) return { kind: 'done' };
  return questionAt(study, session, phase, position);
}

/** The question at a position of a phase, answered or not. */
export function questionAt(
  study: OpenStudy,
  { reader }: Session,
  phase: Phase,
  position: number,
): Extract<Step, { kind: 'question' }> {
  const showing = showingOrder(study, reader.code, phase)[position];
  if (!showing)
    throw new RangeError(`position is ${position}, expected 0 to ${phaseLength(study.study) - 1}`);
  return { kind: 'question', phase, position, showing };
}

export function disclose(session: Session): Session {
  return { ...session, disclosed: true };
}

export type GivenGrade = Pick<GradingAnswer, 'grade'>;
export type GivenVerdict = Pick<DetectionAnswer, 'verdict' | 'confidence'>;
export type Given = GivenGrade | GivenVerdict;

/** Adds the answer to the question that waits, or replaces the one at `position`; its time then adds up. */
export function answer(
  session: Session,
  { phase, position, showing }: Extract<Step, { kind: 'question' }>,
  given: Given,
  seen: Session['pending'],
): Session {
  const before = session[phase][position];
  const milliseconds = Math.round(seen.milliseconds) + (before?.milliseconds ?? 0);
  const interruptions = seen.interruptions + (before?.interruptions ?? 0);
  const complete = { ...showing, ...given, milliseconds, interruptions };
  const answers = [...session[phase]];
  answers[position] = complete as GradingAnswer & DetectionAnswer;
  // Time on the image that still waits is kept while a reader goes back.
  return { ...session, [phase]: answers, ...(before === undefined && { pending: nothingPending }) };
}
