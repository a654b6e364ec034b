import type { WrittenFile } from '../formats/datasetFormat.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import type { ChunkRange } from '../shard/dealChunks.ts';

/** First line of a journal. */
export interface JournalHead {
  readonly journal: 1;
  readonly settings: DatasetSettings;
  /** The chunks that this folder is for, `to` is behind the last; absent where it is for all. */
  readonly shard?: ChunkRange;
}

/** A chunk that is written whole. */
export interface JournalChunk {
  readonly chunk: number;
  /** What computed it: the GPU, or the processor's instructions. */
  readonly adapter: string;
  /** SHA-256 of each image's own file, in the order of indices. */
  readonly images: readonly string[];
  /** What lies on the disk; where every image is a file of its own, in the same order. */
  readonly files: readonly WrittenFile[];
}

/** Last line, where everything is there: the files of the whole dataset. */
export interface JournalEnd {
  readonly finished: true;
  readonly files: readonly WrittenFile[];
}

/** @returns what is wrong, `undefined` where it is a chunk of these settings */
export function chunkFault(entry: unknown, { count, chunk: size }: DatasetSettings): string | undefined {
  const { chunk, adapter, images, files } = entry as Partial<JournalChunk>;
  const chunks = Math.ceil(count / size);
  if (!Number.isInteger(chunk) || chunk! < 0 || chunk! >= chunks) {
    return `chunk is ${JSON.stringify(chunk)}, expected 0 to ${chunks - 1}`;
  }
  const expected = Math.min(count, (chunk! + 1) * size) - chunk! * size;
  if (!Array.isArray(images) || images.length !== expected || !images.every(isSha256)) {
    return `images of chunk ${chunk} are not ${expected} SHA-256`;
  }
  if (typeof adapter !== 'string') return `adapter of chunk ${chunk} is no text`;
  return filesFault(files);
}

export function filesFault(files: unknown): string | undefined {
  if (Array.isArray(files) && files.every(isFile)) return undefined;
  return 'files are not a list of path, bytes and sha256';
}

function isFile(file: unknown): boolean {
  const { path, bytes, sha256 } = (file ?? {}) as Partial<WrittenFile>;
  return typeof path === 'string' && Number.isInteger(bytes) && isSha256(sha256);
}

function isSha256(text: unknown): boolean {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}
