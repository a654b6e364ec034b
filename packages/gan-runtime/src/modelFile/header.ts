import { ModelFileError } from '../errors.ts';
import { checkModel } from './checkModel.ts';
import { checkScales } from './checkScales.ts';
import { dataStartOf, lengthBytes } from './dataStart.ts';
import { asObject } from './fields.ts';
import { parseJson, show } from './jsonText.ts';
import type { ModelHeader } from './modelHeader.ts';
import { namingFile } from './namingFile.ts';
import type { Needs } from './needs.ts';
import { beginGraph } from './parseGraph.ts';
import { parseTensorTable } from './parseTensorTable.ts';
import { hasDtype } from './tensorTable.ts';

/** A header of which most is still to be parsed, for which code may have to be loaded. */
export interface BegunHeader {
  readonly needs: Needs;
  /**
   * All but what `checkModel` checks.
   * @throws ModelFileError
   */
  parse(): ModelHeader;
}

/**
 * Reads and checks everything that stands before the weights; nothing of the size of the weights is allocated.
 * @param prefix the file's first bytes, at least to the end of the header; may be the whole file
 * @param byteLength length of the whole file where it is known
 * @throws ModelFileError that names the file, the tensor or node, what was found and what was expected
 */
export function parseHeader(
  prefix: Uint8Array,
  byteLength: number | undefined,
  fileName = 'model',
): ModelHeader {
  const header = beginHeader(prefix, byteLength, fileName).parse();
  namingFile(fileName, () => checkModel(header.graph, header.tensors));
  return header;
}

/** As `parseHeader`, but for `checkModel`, in two steps. */
export function beginHeader(
  prefix: Uint8Array,
  byteLength: number | undefined,
  fileName: string,
): BegunHeader {
  const dataStart = dataStartOf(prefix, fileName);
  if (prefix.length < dataStart) {
    throw new ModelFileError(
      `${fileName}: ends after ${prefix.length} bytes, expected a header of ${dataStart} bytes`,
    );
  }
  return namingFile(fileName, () => {
    const entries = asObject(
      parseJson(decodeText(prefix.subarray(lengthBytes, dataStart)), 'header'),
      'header',
    );
    const { needs, parse } = beginGraph(readGraphText(entries.__metadata__));
    const tensors = parseTensorTable(entries);
    const dataLength = [...tensors.values()].at(-1)?.end ?? 0;
    if (byteLength !== undefined && byteLength !== dataStart + dataLength) {
      throw new ModelFileError(
        `the file has ${byteLength} bytes, expected ${dataStart + dataLength} from its header`,
      );
    }
    const isQuantised = hasDtype(tensors, 'I8');
    return {
      needs,
      parse: () =>
        namingFile(fileName, () => {
          if (isQuantised) checkScales(tensors);
          const graph = parse();
          return { graph, tensors, dataStart, byteLength: dataStart + dataLength };
        }),
    };
  });
}

function decodeText(bytes: Uint8Array): string {
  if (bytes[0] !== 0x7b) throw new ModelFileError(`header starts with byte ${bytes[0]}, expected "{"`);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new ModelFileError('header is not valid UTF-8', { cause: error });
  }
}

function readGraphText(metadata: unknown): unknown {
  const record = asObject(metadata ?? {}, '__metadata__');
  if (record.roentgan === undefined) {
    throw new ModelFileError('__metadata__.roentgan is missing, expected a graph (see `roentgan convert`)');
  }
  for (const [key, value] of Object.entries(record)) {
    if (typeof value !== 'string') {
      throw new ModelFileError(`__metadata__.${key} is ${show(value)}, expected a string`);
    }
  }
  return parseJson(record.roentgan as string, 'graph');
}
