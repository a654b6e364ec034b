import type { Results } from '../results.ts';

/** A result file on the page, under a name that no other has. */
export interface OpenFile {
  readonly label: string;
  readonly results: Results;
}

/** `label`, or that with a number behind it where it is taken. */
export function freeLabel(label: string, taken: readonly OpenFile[]): string {
  const isTaken = (name: string): boolean => taken.some((file) => file.label === name);
  let free = label;
  for (let number = 2; isTaken(free); number++) free = `${label} (${number})`;
  return free;
}
