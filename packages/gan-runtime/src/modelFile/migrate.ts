import { ModelFileError } from '../errors.ts';
import { asInteger, asObject, type JsonObject } from './fields.ts';

export const formatVersion = 1;

/** A graph of this version, the first: older ones will be brought to it here. A newer one is refused by name. */
export function migrate(value: unknown): JsonObject {
  const graph = asObject(value, 'graph');
  const found = asInteger(graph.formatVersion, 'graph.formatVersion', 1);
  if (found > formatVersion) {
    throw new ModelFileError(
      `graph.formatVersion is ${found}, expected at most ${formatVersion}: a newer Roentgan wrote this file`,
    );
  }
  return graph;
}
