import { DatasetError } from '../datasetError.ts';
import type { Folder } from '../export/folder.ts';
import { readLines } from '../export/readLines.ts';
import { GrowingFile } from './growingFile.ts';
import { localHeader, type ZipEntry } from './zipRecords.ts';

/** A file of a zip without its place, as the index has it. */
export type IndexedFile = readonly [name: string, crc32: number, size: number];

interface ChunkLine {
  readonly chunk: number;
  /** Where the chunk begins and ends in the zip. */
  readonly offset: number;
  readonly end: number;
  readonly files: readonly IndexedFile[];
}

interface KnownLine extends Omit<ChunkLine, 'files'> {
  /** Where the line begins and ends in the index. */
  readonly lineStart: number;
  readonly lineEnd: number;
}

/**
 * What a zip that is still being written holds, beside it in a file: a line of JSON for each chunk. So the directory of a zip of any
 * number of files outlives a killed process and needs no memory.
 */
export class ZipIndex {
  readonly #folder: Folder;
  readonly #path: string;
  #lines: KnownLine[] = [];

  private constructor(folder: Folder, path: string) {
    this.#folder = folder;
    this.#path = path;
  }

  /**
   * Reads what a process before this one left, if anything; half a line at the end, which a killed one leaves, is dropped.
   * @throws DatasetError where a line is not what this class writes
   */
  static async open(folder: Folder, path: string): Promise<ZipIndex> {
    const index = new ZipIndex(folder, path);
    for await (const { text, start, end: lineEnd } of readLines(folder, path)) {
      const { chunk, offset, end } = parseLine(text, path, index.#lines.length + 1);
      index.#lines.push({ chunk, offset, end, lineStart: start, lineEnd });
    }
    return index;
  }

  /** How many chunks the zip has. */
  get chunks(): number {
    return this.#lines.length;
  }

  /** Where the zip's directory will begin: behind the last chunk. */
  get end(): number {
    return this.#lines.at(-1)?.end ?? 0;
  }

  /** Forgets a chunk and those behind it, and says where it begins in the zip. */
  restartAt(chunk: number): number {
    this.#lines = this.#lines.filter((line) => line.chunk < chunk);
    return this.end;
  }

  /** Notes a chunk that is whole; it is on the disk when this resolves. */
  async add(chunk: number, end: number, files: readonly IndexedFile[]): Promise<void> {
    const offset = this.end;
    const lineStart = this.#lines.at(-1)?.lineEnd ?? 0;
    const text = `${JSON.stringify({ chunk, offset, end, files } satisfies ChunkLine)}\n`;
    const file = new GrowingFile(this.#folder, this.#path, lineStart);
    await file.write(new TextEncoder().encode(text));
    await file.flush();
    this.#lines.push({ chunk, offset, end, lineStart, lineEnd: file.length });
  }

  /** All files in their order. */
  async *entries(): AsyncIterable<ZipEntry> {
    for (const { chunk } of this.#lines) yield* await this.filesOf(chunk);
  }

  /** The files of a chunk; none where it is not there. */
  async filesOf(chunk: number): Promise<ZipEntry[]> {
    const line = this.#lines.find((candidate) => candidate.chunk === chunk);
    if (!line) return [];
    const bytes = await this.#folder.read(this.#path, line.lineStart, line.lineEnd);
    const { files } = parseLine(new TextDecoder().decode(bytes), this.#path, 0);
    let offset = line.offset;
    return files.map(([name, crc32, size]) => {
      const entry = { name, crc32, size, offset };
      offset += localHeader(entry).length + size;
      return entry;
    });
  }
}

function parseLine(line: string, path: string, number: number): ChunkLine {
  try {
    const parsed = JSON.parse(line) as ChunkLine;
    if (Number.isInteger(parsed.chunk) && Number.isInteger(parsed.end) && Array.isArray(parsed.files)) {
      return parsed;
    }
  } catch {
    // Said below.
  }
  throw new DatasetError(
    `${path}: line ${number} is no line of a zip's index; remove the export and begin again`,
  );
}
