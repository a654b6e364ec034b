import { type Call, type Operation, operations } from '../src/index.ts';
import type { Case, CaseTable } from './case.ts';

/** A row of a table with its attributes parsed and its output shape inferred. */
export function callOf(table: CaseTable, row: Case): { readonly operation: Operation; readonly call: Call } {
  const operation = operations[table.operation];
  if (!operation) throw new Error(`table of "${table.operation}": no such operation`);
  const attributes = operation.parseAttributes(row.attributes ?? {}, table.operation);
  const shapes = { inputs: row.inputs, weights: row.weights ?? {}, attributes };
  return { operation, call: { ...shapes, output: operation.outputShape(shapes, table.operation) } };
}
