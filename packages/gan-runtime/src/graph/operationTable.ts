import type { Operation } from '@roentgan/kernels';
import { commonOperations, operationGroups } from '@roentgan/kernels/core';

// Most generators need few operations, and a page should not load the code of all. The table holds the common ones; the
// others come when a model names one, or at once where a whole file is read synchronously (see modelFile.ts).

/** Without a prototype, so that looking up an untrusted name finds nothing else. */
const table: Record<string, Operation> = Object.assign(Object.create(null), commonOperations);

/** An operation that the table holds. */
export function operationOf(name: string): Operation | undefined {
  return table[name];
}

/** Every operation that there is, whether the table holds it or not, by the alphabet. */
export function operationNames(): string[] {
  return [...Object.keys(commonOperations), ...operationGroups.flatMap(([names]) => names.split(' '))].sort();
}

/** Puts operations into the table. */
export function provideOperations(operations: Readonly<Record<string, Operation>>): void {
  Object.assign(table, operations);
}

/** Loads what these operations need; once, since modules are kept. Names that are unknown afterwards are no operations. */
export async function loadOperations(wanted: ReadonlySet<string>): Promise<void> {
  await Promise.all(
    operationGroups.map(async ([names, load]) => {
      if (names.split(' ').some((name) => wanted.has(name))) provideOperations((await load()).operations);
    }),
  );
}
