import type { Edit, Graph } from './model.ts';

/** Named edits first, then unnamed directions. */
export function editsOf({ edits = [], directions = [] }: Graph): readonly Edit[] {
  return [...edits, ...directions];
}
