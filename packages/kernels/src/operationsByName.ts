import type { Operation } from './kernel.ts';

/** Without a prototype, so that looking up an untrusted name finds nothing else. */
export function operationsByName(
  // Of different attribute types: each operation is only ever given attributes that it parsed itself.
  list: readonly Pick<Operation, 'name'>[],
): Readonly<Record<string, Operation>> {
  const byName: Record<string, Operation> = Object.create(null);
  for (const operation of list as readonly Operation[]) byName[operation.name] = operation;
  return Object.freeze(byName);
}
