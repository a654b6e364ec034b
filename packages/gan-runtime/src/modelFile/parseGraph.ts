import { ModelFileError } from '../errors.ts';
import { asArray, asName, asRecord, type JsonObject } from './fields.ts';
import { parseMixing, parseProvenance, parseTruncation } from './graphExtras.ts';
import { parseInput } from './graphInputs.ts';
import { parseNode } from './graphNodes.ts';
import { samplerChecks } from './lazySampler.ts';
import { limits } from './limits.ts';
import { migrate } from './migrate.ts';
import type { Graph } from './model.ts';
import { parseEdits } from './parseEdits.ts';
import { parseOutput } from './parseOutput.ts';

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
  return parseUnsampled(value).complete();
}

/** A graph whose sampler is still to be parsed, for which code may have to be loaded. */
export interface UnsampledGraph {
  /** Operations that the graph names. */
  readonly operations: ReadonlySet<string>;
  readonly hasSampler: boolean;
  /** @throws ModelFileError */
  complete(): Graph;
}

/** As `parseGraph`, in two steps. */
export function parseUnsampled(value: unknown): UnsampledGraph {
  const record = asRecord(migrate(value), 'graph', fields);
  const inputs = asList(record, 'inputs', 1).map((entry, index) => parseInput(entry, `inputs[${index}]`));
  const nodes = asArray(record.nodes, 'nodes', limits.nodes).map((entry, index) =>
    parseNode(entry, `nodes[${index}]`),
  );
  const outputs = asList(record, 'outputs', 1).map((entry, index) => parseOutput(entry, `outputs[${index}]`));
  refuseDuplicates(inputs, 'input');
  refuseDuplicates(nodes, 'node');
  refuseDuplicates(outputs, 'output');
  const edits = parseEdits(record.edits, 'edits', inputs);
  const directions = parseEdits(record.directions, 'directions', inputs);
  refuseDuplicates([...edits, ...directions], 'edit');
  const rest: Omit<Graph, 'sampler' | 'provenance'> = {
    formatVersion: 1,
    ...(record.name !== undefined && { name: asName(record.name, 'graph.name') }),
    inputs,
    nodes,
    outputs,
    ...(record.truncation !== undefined && { truncation: parseTruncation(record.truncation, inputs) }),
    ...(record.mixing !== undefined && { mixing: parseMixing(record.mixing, inputs) }),
    ...(record.edits !== undefined && { edits }),
    ...(record.directions !== undefined && { directions }),
  };
  const provenance = parseProvenance(record.provenance);
  const { sampler } = record;
  return {
    operations: new Set(nodes.map(({ op }) => op)),
    hasSampler: sampler !== undefined,
    complete: () =>
      sampler === undefined
        ? { ...rest, provenance }
        : { ...rest, sampler: samplerChecks().parseSampler(sampler, inputs, outputs), provenance },
  };
}

function asList(record: JsonObject, field: string, minLength: number): readonly unknown[] {
  const list = asArray(record[field], field, limits.listLength);
  if (list.length < minLength) throw new ModelFileError(`${field} is empty, expected at least ${minLength}`);
  return list;
}

function refuseDuplicates(entries: readonly { readonly name: string }[], kind: string): void {
  const seen = new Set<string>();
  for (const { name } of entries) {
    if (seen.has(name)) throw new ModelFileError(`${kind} "${name}" is there twice, expected unique names`);
    seen.add(name);
  }
}
