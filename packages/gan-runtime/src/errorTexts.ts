import { texts } from './errorTextList.ts';
import { marks } from './laterText.ts';

const [OPEN, PART, CLOSE] = marks;

/** A message with its texts. A value of a text may be a text itself. */
export function inWords(marked: string): string {
  const end = marked.indexOf(CLOSE);
  const start = marked.lastIndexOf(OPEN, end);
  if (end < 0 || start < 0) return marked;
  const [at, ...values] = marked.slice(start + 1, end).split(PART);
  const words = texts[Number(at)]!.map((part, index) => part + (values[index] ?? '')).join('');
  return inWords(marked.slice(0, start) + words + marked.slice(end + 1));
}

/** Puts the message, and what else repeats it, into words. */
export function putIntoWords(error: Error): void {
  error.message = inWords(error.message);
  if (error.stack) error.stack = inWords(error.stack);
  if (error.cause instanceof Error) putIntoWords(error.cause);
}
