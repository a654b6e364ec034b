import { ModelFileError } from '../errors.ts';

/** Throws where two entries have one name. */
export function refuseDuplicates(entries: readonly { readonly name: string }[], kind: string): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) throw new ModelFileError(`${kind} "${name}" is there twice, expected unique names`);
    seen.add(name);
  }
}
