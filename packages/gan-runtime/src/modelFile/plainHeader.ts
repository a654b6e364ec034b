import { channelCounts } from './channelCounts.ts';
import { lengthBytes } from './dataStart.ts';
import { limits } from './limits.ts';
import type { Graph, LatentInput } from './model.ts';
import type { ModelHeader } from './modelHeader.ts';
import { type Needs, needsOf } from './needs.ts';
import {
  either,
  hasOwnNames,
  isAttribute,
  isName,
  isPair,
  isShape,
  isSize,
  isString,
  isText,
  listOf,
  mapOf,
  optional,
  recordOf,
} from './plainFields.ts';
import { bytesPerElement, type TensorInfo } from './tensorTable.ts';

// Headers as `writeModel` writes them, of graphs with no more than latents, nodes and images, by tests that only say yes or no. header.ts
// reads all others, and says what is wrong with them. What is accepted here it accepts too, as the same graph: see plainHeader.test.ts.

const isLatent = recordOf({
  kind: either('latent'),
  name: isName,
  shape: isShape,
  distribution: either('normal', 'uniform'),
  range: optional(isPair),
});
const isNode = recordOf({
  op: isName,
  name: isName,
  inputs: listOf(isName, limits.nodeListLength),
  weights: mapOf(isName),
  attributes: mapOf(isAttribute),
  output: isName,
});
const isOutput = recordOf({
  name: isName,
  tensor: optional(isName),
  shape: isShape,
  range: isPair,
  channels: either('grey', 'rgb', 'rgba', 'raw'),
});
const isProvenance = recordOf({
  source: optional(isText),
  sha256: optional((value) => /^[0-9a-f]{64}$/.test(String(value))),
  converter: optional(isText),
  licence: optional(isText),
  attribution: optional(isText),
  trainingData: optional(isText),
  synthetic: optional(either(true, false)),
});
const isGraph = recordOf({
  formatVersion: either(1),
  name: optional(isName),
  inputs: listOf(isLatent, limits.listLength),
  nodes: listOf(isNode, limits.nodes),
  outputs: listOf(isOutput, limits.listLength),
  provenance: isProvenance,
});
interface StoredOffsets {
  readonly data_offsets: readonly [begin: number, end: number];
}
const isTensor = recordOf({
  dtype: either('F32', 'F16'),
  shape: listOf(isSize, limits.rank),
  data_offsets: listOf(Number.isSafeInteger, 2),
});

/** A header as far as it is sure to be sound, and what it seems to need. */
export interface PlainHeader {
  readonly needs: Needs;
  /** Whether a tensor seems to be of f16. */
  readonly hasHalves: boolean;
  /** Absent where header.ts is to read it. */
  readonly header: ModelHeader | undefined;
}

/** Reads a header of the common kind. What is left to check is what `checkModel` checks. */
export function readPlainHeader(prefix: Uint8Array, byteLength: number | undefined): PlainHeader {
  const dataStart = prefix.length;
  const text = decode(prefix.subarray(lengthBytes));
  const entries = parse(text);
  const { __metadata__: metadata, ...infos } = Object(entries);
  const graph = parse(metadata?.roentgan);
  const read = {
    needs: needsOf(Object(graph)),
    hasHalves: Object.values(infos).some((info) => Object(info).dtype === 'F16'),
    header: undefined,
  };
  if (!isWritten(entries, text) || !mapOf(isString)(metadata)) return read;
  if (!isWritten(graph, metadata.roentgan) || !isPlain(graph)) return read;
  const tensors = tensorsOf(infos);
  const length = dataStart + ([...(tensors?.values() ?? [])].at(-1)?.end ?? 0);
  if (!tensors || (byteLength ?? length) !== length) return read;
  return { ...read, header: { graph, tensors, dataStart, byteLength: length } };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes).replace(/ +$/, '');
  } catch {
    return undefined;
  }
}

/** JSON that is too short for masses of parts. */
function parse(text: unknown): unknown {
  if (!isString(text, limits.jsonParts)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a text is as `JSON.stringify` writes its value: no key is there twice. */
function isWritten(value: unknown, text: unknown): boolean {
  return value !== undefined && JSON.stringify(value) === text;
}

function isPlain(value: unknown): value is Graph {
  if (!isGraph(value)) return false;
  const { inputs, nodes, outputs } = value as Graph;
  return (
    inputs.length > 0 &&
    outputs.length > 0 &&
    [inputs, nodes, outputs].every(hasOwnNames) &&
    (inputs as readonly LatentInput[]).every(({ distribution, range }) =>
      distribution === 'uniform' ? range && range[0] < range[1] : !range,
    ) &&
    outputs.every(
      ({ channels, shape }) =>
        channels === 'raw' || (shape.length === 4 && shape[1] === channelCounts[channels]),
    )
  );
}

/** Tensors that stand in the order of their bytes. */
function tensorsOf(infos: Readonly<Record<string, unknown>>): Map<string, TensorInfo> | undefined {
  const tensors = new Map<string, TensorInfo>();
  let at = 0;
  for (const [name, info] of Object.entries(infos)) {
    if (!isName(name) || !isTensor(info)) return undefined;
    const { dtype, shape, data_offsets } = info as Pick<TensorInfo, 'dtype' | 'shape'> & StoredOffsets;
    const [begin, end] = data_offsets;
    const width = bytesPerElement[dtype];
    const bytes = shape.reduce((product, size) => product * size, width);
    if (begin !== at || end - begin !== bytes || begin % width !== 0) return undefined;
    tensors.set(name, { dtype, shape, begin, end });
    at = end;
  }
  return tensors.size < limits.keys ? tensors : undefined;
}
