import { ModelFileError } from '../errors.ts';
import { asArray, asName, asRecord, type JsonObject } from './fields.ts';
import { parseExtras } from './graphExtras.ts';
import { parseInput } from './graphInputs.ts';
import { parseNode } from './graphNodes.ts';
import { samplerChecks } from './lazyCode.ts';
import { limits } from './limits.ts';
import { migrate } from './migrate.ts';
import type { Graph } from './model.ts';
import { type Needs, needsOf } from './needs.ts';
import { parseOutput } from './parseOutput.ts';
import { parseProvenance } from './parseProvenance.ts';
import { refuseDuplicates } from './refuseDuplicates.ts';

const fields = [
  'formatVersion',
  'name',
  'inputs',
  'nodes',
  'outputs',
  'truncation',
  'mixing',
  'edits',
  'directions',
  'sampler',
  'provenance',
];

/**
 * Checks the untrusted JSON of `__metadata__.roentgan` and returns a copy with only known fields in a fixed order.
 * What needs weights or operations is checked by `inferShapes` and `checkTensors`.
 */
export function parseGraph(value: unknown): Graph {
  return beginGraph(value).parse();
}

/** A graph of which only the nodes are parsed: code for the rest may have to be loaded. */
export interface BegunGraph {
  readonly needs: Needs;
  /** @throws ModelFileError */
  parse(): Graph;
}

/** As `parseGraph`, in two steps. */
export function beginGraph(value: unknown): BegunGraph {
  const record = asRecord(migrate(value), 'graph', fields);
  const nodes = asArray(record.nodes, 'nodes', limits.nodes).map((entry, index) =>
    parseNode(entry, `nodes[${index}]`),
  );
  refuseDuplicates(nodes, 'node');
  const { sampler } = record;
  const needs = needsOf({ ...record, nodes });
  return {
    needs,
    parse() {
      const inputs = asList(record, 'inputs', parseInput);
      const outputs = asList(record, 'outputs', parseOutput);
      return {
        formatVersion: 1,
        ...(record.name !== undefined && { name: asName(record.name, 'graph.name') }),
        inputs,
        nodes,
        outputs,
        ...parseExtras(record, inputs),
        ...(sampler !== undefined && { sampler: samplerChecks.get().parseSampler(sampler, inputs, outputs) }),
        provenance: parseProvenance(record.provenance),
      };
    },
  };
}

/** At least one entry, each with a name of its own. */
function asList<Entry extends { readonly name: string }>(
  record: JsonObject,
  field: 'inputs' | 'outputs',
  parse: (entry: unknown, where: string) => Entry,
): readonly Entry[] {
  const list = asArray(record[field], field, limits.listLength);
  if (list.length < 1) throw new ModelFileError(`${field} is empty, expected at least 1`);
  const entries = list.map((entry, index) => parse(entry, `${field}[${index}]`));
  refuseDuplicates(entries, field.slice(0, -1));
  return entries;
}
