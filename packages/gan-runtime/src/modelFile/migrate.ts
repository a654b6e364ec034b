import { ModelFileError } from '../errors.ts';
import { asInteger, asObject, type JsonObject } from './fields.ts';

export const formatVersion = 1;

/** The step from each older version to the next one; version 1 is the first. */
const steps: ReadonlyMap<number, (graph: JsonObject) => JsonObject> = new Map();

/** Brings a graph to this version. A newer one is refused by name. */
export function migrate(value: unknown): JsonObject {
  let graph = asObject(value, 'graph');
  const found = asInteger(graph.formatVersion, 'graph.formatVersion', 1);
  if (found > formatVersion) {
    throw new ModelFileError(
      `graph.formatVersion is ${found}, expected at most ${formatVersion}: a newer Roentgan wrote this file`,
    );
  }
  for (let version = found; version < formatVersion; version++) {
    const step = steps.get(version);
    if (step === undefined) throw new ModelFileError(`graph.formatVersion ${version} has no migration`);
    graph = step(graph);
  }
  return graph;
}
