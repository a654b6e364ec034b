import type { Operation, OperationGroup } from '@roentgan/kernels';
import { commonOperations, operationGroups, otherOperations } from '@roentgan/kernels/core';

// Most generators need few operations, and a page should not load the code of all. The table holds the common ones; the
// others come when a model names one, or at once where a whole file is read synchronously (see modelFile.ts).

/** Without a prototype, so that looking up an untrusted name finds nothing else. */
const table: Record<string, Operation> = Object.assign(Object.create(null), commonOperations);

/** An operation that the table holds. */
export function operationOf(name: string): Operation | undefined {
  return table[name];
}

const namesOf = ([names]: OperationGroup) => names.split(' ');

/** Every operation that there is, by the alphabet, once `loadOperations` was asked for one that there is not. */
export function operationNames(): string[] {
  return [...new Set([...Object.keys(table), ...operationGroups.flatMap(namesOf)])].sort();
}

/** Puts operations into the table. */
export function provideOperations(operations: Readonly<Record<string, Operation>>): void {
  Object.assign(table, operations);
}

/** Loads what these operations need; once, since modules are kept. Names that are unknown afterwards are no operations. */
export async function loadOperations(wanted: ReadonlySet<string>): Promise<void> {
  const missing = [...wanted].filter((name) => !operationOf(name));
  const groups = operationGroups.filter((group) => namesOf(group).some((name) => wanted.has(name)));
  const loads = groups.map(([, load]) => load());
  const named = groups.flatMap(namesOf);
  if (missing.some((name) => !named.includes(name))) loads.push(otherOperations());
  for (const { operations } of await Promise.all(loads)) provideOperations(operations);
}
