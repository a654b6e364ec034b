import { commonOperations, type Operation } from '@roentgan/kernels';

// Most generators need few operations, and a page should not load the code of all. The table holds the common ones; the
// others come when a model names one, or at once where a whole file is read synchronously (see modelFile.ts).

let table = commonOperations;

/** An operation that the table holds. */
export function operationOf(name: string): Operation | undefined {
  return table[name];
}

export function operationNames(): string[] {
  return Object.keys(table);
}

/** Puts all operations into the table. */
export function provideOperations(all: Readonly<Record<string, Operation>>): void {
  table = all;
}

/** Loads what the table lacks for these operations. Names that are unknown afterwards are no operations. */
export async function loadOperations(names: Iterable<string>): Promise<void> {
  for (const name of names) {
    if (table[name] !== undefined) continue;
    const { operations } = await import('@roentgan/kernels/operations');
    provideOperations(operations);
    return;
  }
}
