import { loadOperations } from '../graph/operationTable.ts';
import { type ByteSource, type ModelSource, openSource } from './byteSource.ts';
import { checkModel } from './checkModel.ts';
import { dataStartOf, lengthBytes } from './dataStart.ts';
import { ExactReader } from './exactReader.ts';
import { halfFloats, headerChecks, samplerChecks } from './lazyCode.ts';
import type { WeightTensor } from './model.ts';
import type { ModelHeader } from './modelHeader.ts';
import { namingFile } from './namingFile.ts';
import { type Needs, needsOf } from './needs.ts';
import { readPlainHeader } from './plainHeader.ts';
import { hasDtype, tensorFrom } from './tensorTable.ts';

export interface StreamOptions {
  /** What errors call the file; its own name or that of its URL where absent. */
  readonly fileName?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Bytes that have arrived, of all that the header announces; first called once the header is read. */
  readonly onProgress?: ((progress: { readonly loaded: number; readonly total: number }) => void) | undefined;
  /** The checked header, before any tensor. */
  readonly onHeader?: ((header: ModelHeader) => void | Promise<void>) | undefined;
  /** One tensor, as soon as its bytes are there, in file order. The stream waits for what it returns. */
  readonly onTensor: (name: string, tensor: WeightTensor) => void | Promise<void>;
}

/** A file whose header has been read; the tensors are still to come. */
export interface OpenedModel {
  readonly header: ModelHeader;
  readonly needs: Needs;
  readonly bytes: ByteSource;
  readonly reader: ExactReader;
}

/**
 * Opens a model file and reads its header, and loads the code that this model needs.
 * @throws ModelFileError for a file that is no valid model; `signal.reason` when aborted
 */
export async function openModel(
  source: ModelSource,
  signal: AbortSignal | undefined,
  fileName?: string,
): Promise<OpenedModel> {
  const bytes = await openSource(source, signal, fileName);
  return reading(bytes, signal, async () => {
    const reader = new ExactReader(bytes, signal);
    return { bytes, reader, ...(await readHeader(reader, bytes.byteLength, bytes.fileName)) };
  });
}

/**
 * Reads a model file as it arrives and keeps no tensor: memory holds one at a time, unless the callback retains them.
 * @throws ModelFileError for a file that is no valid model, is cut off, or is longer than its header says;
 *   `signal.reason` when aborted
 */
export async function streamModel(
  source: ModelSource | Promise<OpenedModel>,
  options: StreamOptions,
): Promise<ModelHeader> {
  const { signal } = options;
  const { header, needs, bytes, reader } = await (source instanceof Promise
    ? source
    : openModel(source, signal, options.fileName));
  return reading(bytes, signal, async () => {
    // There already, but where a page loads this code a second time, under an address with a query: the other one has opened the file.
    await loadCode(needs);
    const total = header.byteLength;
    const reportProgress = (loaded: number) =>
      options.onProgress?.({ loaded: Math.min(loaded, total), total });
    await options.onHeader?.(header);
    if (hasDtype(header.tensors, 'F16')) await halfFloats.load();
    reader.onChunk = reportProgress;
    reportProgress(reader.loaded);
    for (const [name, info] of header.tensors) {
      signal?.throwIfAborted();
      const data = await reader.take(info.end - info.begin, `tensor "${name}"`);
      await options.onTensor(name, tensorFrom(info, data));
    }
    signal?.throwIfAborted();
    await reader.expectEnd();
    return header;
  });
}

/** What `read` gives; the source is cancelled when it fails or is aborted meanwhile. */
async function reading<Result>(
  bytes: ByteSource,
  signal: AbortSignal | undefined,
  read: () => Promise<Result>,
): Promise<Result> {
  const cancel = () => bytes.cancel(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    return await read();
  } catch (error) {
    bytes.cancel(error);
    throw error;
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
}

async function readHeader(
  reader: ExactReader,
  byteLength: number | undefined,
  fileName: string,
): Promise<Pick<OpenedModel, 'header' | 'needs'>> {
  const prefix = await reader.take(lengthBytes, 'the header length');
  const dataStart = dataStartOf(prefix, fileName);
  const start = new Uint8Array(dataStart);
  start.set(prefix);
  start.set(await reader.take(dataStart - lengthBytes, 'the header'), lengthBytes);
  const { needs, hasHalves, header: plain } = readPlainHeader(start, byteLength);
  if (hasHalves) halfFloats.load().catch(() => {}); // awaited before the first tensor
  const [, checks] = await Promise.all([loadCode(needs), plain ? undefined : headerChecks.load()]);
  const header = plain ?? (await checks!.readAnyHeader(start, byteLength, fileName));
  const needed = needsOf(header.graph);
  await loadCode(needed); // there already, but where the header misled
  namingFile(fileName, () => checkModel(header.graph, header.tensors));
  return { header, needs: needed };
}

function loadCode({ operations, sampler }: Needs): Promise<unknown> {
  return Promise.all([loadOperations(operations), sampler && samplerChecks.load()]);
}
