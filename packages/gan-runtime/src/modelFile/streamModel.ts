import { loadOperations } from '../graph/operationTable.ts';
import { type ByteSource, type ModelSource, openSource } from './byteSource.ts';
import { ExactReader } from './exactReader.ts';
import { beginHeader, dataStartOf, lengthBytes, type ModelHeader } from './header.ts';
import { extraChecks, samplerChecks } from './lazyCode.ts';
import type { WeightTensor } from './model.ts';
import { tensorFrom } from './tensorTable.ts';

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

/**
 * Reads a model file as it arrives and keeps no tensor: memory holds one at a time, unless the callback retains them.
 * @throws ModelFileError for a file that is no valid model, is cut off, or is longer than its header says;
 *   `signal.reason` when aborted
 */
export async function streamModel(
  source: ModelSource | Promise<ByteSource>,
  options: StreamOptions,
): Promise<ModelHeader> {
  const { signal } = options;
  const bytes = await (source instanceof Promise ? source : openSource(source, signal, options.fileName));
  const cancel = () => bytes.cancel(signal?.reason);
  signal?.addEventListener('abort', cancel, { once: true });
  let total: number | undefined;
  const reportProgress = (loaded: number) => {
    if (total !== undefined) options.onProgress?.({ loaded: Math.min(loaded, total), total });
  };
  try {
    const reader = new ExactReader(bytes, signal, reportProgress);
    const header = await readHeader(reader, bytes.byteLength, bytes.fileName);
    total = header.byteLength;
    await options.onHeader?.(header);
    reportProgress(reader.loaded);
    for (const [name, info] of header.tensors) {
      signal?.throwIfAborted();
      const data = await reader.take(info.end - info.begin, `tensor "${name}"`);
      await options.onTensor(name, tensorFrom(info, data));
    }
    signal?.throwIfAborted();
    await reader.expectEnd();
    return header;
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
): Promise<ModelHeader> {
  const prefix = await reader.take(lengthBytes, 'the header length');
  const dataStart = dataStartOf(prefix, fileName);
  const header = new Uint8Array(dataStart);
  header.set(prefix);
  header.set(await reader.take(dataStart - lengthBytes, 'the header'), lengthBytes);
  const { needs, check } = beginHeader(header, byteLength, fileName);
  await Promise.all([
    loadOperations(needs.operations),
    needs.sampler && samplerChecks.load(),
    needs.extras && extraChecks.load(),
  ]);
  return check();
}
