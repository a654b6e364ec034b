import { DatasetError } from '../datasetError.ts';
import type { ImageRecord, WrittenFile } from '../formats/datasetFormat.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import type { ChunkRange } from '../shard/dealChunks.ts';
import type { Folder } from './folder.ts';
import {
  chunkFault,
  filesFault,
  type JournalChunk,
  type JournalEnd,
  type JournalHead,
} from './journalEntry.ts';
import { readLines, type TextLine } from './readLines.ts';

/** Name of the journal of an export that is not dealt to shards. */
export const JOURNAL = 'export.jsonl';

/**
 * What is done of an export: one line for its settings, one for each chunk that is written, one when all is finished. What a killed
 * process left of a line is dropped when the next one is written. Afterwards it is the list of what was written, which a check reads.
 */
export class Journal {
  readonly path: string;
  readonly settings: DatasetSettings;
  /** The chunks that the folder is for, where it is not for all. */
  readonly shard: ChunkRange | undefined;
  readonly #folder: Folder;
  /** Where the line of each chunk lies. */
  readonly #lines = new Map<number, { readonly start: number; readonly end: number }>();
  readonly #adapters = new Set<string>();
  #end = 0;
  #finished: readonly WrittenFile[] | undefined;

  private constructor(folder: Folder, path: string, { settings, shard }: JournalHead) {
    this.#folder = folder;
    this.path = path;
    this.settings = settings;
    this.shard = shard;
  }

  get #head(): JournalHead {
    return { journal: 1, settings: this.settings, ...(this.shard && { shard: this.shard }) };
  }

  /**
   * Reads a journal; `undefined` where there is none.
   * @throws DatasetError that names the line which is no entry
   */
  static async read(folder: Folder, path = JOURNAL): Promise<Journal | undefined> {
    if ((await folder.size(path)) === undefined) return undefined;
    let journal: Journal | undefined;
    let number = 0;
    for await (const line of readLines(folder, path)) {
      number++;
      const where = `${path}: line ${number}`;
      if (journal) journal.#take(line, where);
      else journal = new Journal(folder, path, readHead(line.text, where));
      journal.#end = line.end;
    }
    if (journal) return journal;
    throw damaged(`${path}: line 1`, 'it has no end');
  }

  /** @param shard the chunks that the folder is for; all where absent */
  static async create(folder: Folder, settings: DatasetSettings, shard?: ChunkRange): Promise<Journal> {
    const journal = new Journal(folder, JOURNAL, { journal: 1, settings, ...(shard && { shard }) });
    const line = new TextEncoder().encode(`${JSON.stringify(journal.#head)}
`);
    await folder.write(JOURNAL, line);
    journal.#end = line.length;
    return journal;
  }

  has(chunk: number): boolean {
    return this.#lines.has(chunk);
  }

  /** Chunks that are written, in rising order. */
  get chunks(): number[] {
    return [...this.#lines.keys()].sort((a, b) => a - b);
  }

  /** What computed the images. */
  get adapters(): string[] {
    return [...this.#adapters].sort();
  }

  /** Files of the whole dataset, where everything is there. */
  get finished(): readonly WrittenFile[] | undefined {
    return this.#finished;
  }

  /** Notes a chunk whose files are all written. */
  async add(entry: JournalChunk): Promise<void> {
    const start = this.#end;
    await this.#append(entry);
    this.#lines.set(entry.chunk, { start, end: this.#end });
    this.#adapters.add(entry.adapter);
  }

  /** All is there: puts the lines of chunks in order where some were made again, and notes the files of the whole dataset. */
  async finish(files: readonly WrittenFile[]): Promise<void> {
    const order = [...this.#lines.keys()];
    if (order.some((chunk, at) => at > 0 && chunk < order[at - 1]!)) await this.forget(new Set());
    const entry: JournalEnd = { finished: true, files };
    await this.#append(entry);
    this.#finished = files;
  }

  /** Forgets chunks, and that all is finished: they will be written again. Rewrites the journal. */
  async forget(chunks: ReadonlySet<number>): Promise<void> {
    const kept: string[] = [JSON.stringify(this.#head)];
    for (const chunk of this.chunks) if (!chunks.has(chunk)) kept.push(await this.#line(chunk));
    await this.#folder.write(this.path, kept.map((line) => `${line}\n`).join(''));
    const again = await Journal.read(this.#folder, this.path);
    this.#lines.clear();
    for (const [chunk, place] of again!.#lines) this.#lines.set(chunk, place);
    this.#end = again!.#end;
    this.#finished = undefined;
  }

  /** What the journal says of a chunk that it has. */
  async chunk(chunk: number): Promise<JournalChunk> {
    return JSON.parse(await this.#line(chunk)) as JournalChunk;
  }

  /** Every image of the chunks that are written, in the order of indices. */
  async *records(plan: DatasetPlan): AsyncIterable<ImageRecord> {
    for (const chunk of this.chunks) {
      const { images } = await this.chunk(chunk);
      const [start] = plan.bounds(chunk);
      for (const [at, sha256] of images.entries()) yield { ...plan.image(start + at), sha256 };
    }
  }

  async #line(chunk: number): Promise<string> {
    const { start, end } = this.#lines.get(chunk)!;
    return new TextDecoder().decode(await this.#folder.read(this.path, start, end - 1));
  }

  async #append(entry: JournalChunk | JournalEnd): Promise<void> {
    const line = new TextEncoder().encode(`${JSON.stringify(entry)}\n`);
    await this.#folder.append(this.path, line, this.#end);
    this.#end += line.length;
  }

  #take({ text, start, end }: TextLine, where: string): void {
    const entry = parse(text, where);
    if (this.#finished) throw damaged(where, 'stands behind the last one');
    if ((entry as Partial<JournalEnd>).finished === true) {
      const { files } = entry as JournalEnd;
      const fault = filesFault(files);
      if (fault) throw damaged(where, fault);
      this.#finished = files;
      return;
    }
    const fault = chunkFault(entry, this.settings);
    if (fault) throw damaged(where, fault);
    const { chunk, adapter } = entry as JournalChunk;
    if (this.#lines.has(chunk)) throw damaged(where, `chunk ${chunk} is there twice`);
    this.#lines.set(chunk, { start, end });
    this.#adapters.add(adapter);
  }
}

function readHead(text: string, where: string): JournalHead {
  const head = parse(text, where) as JournalHead;
  const { journal, settings } = head as Partial<JournalHead>;
  if (journal !== 1) throw damaged(where, `journal is ${JSON.stringify(journal)}, expected 1`);
  const { count, chunk, format } = (settings ?? {}) as Partial<DatasetSettings>;
  if (Number.isInteger(count) && Number.isInteger(chunk) && typeof format === 'string') return head;
  throw damaged(where, 'no settings with count, chunk and format');
}

function parse(text: string, where: string): object {
  try {
    const entry: unknown = JSON.parse(text);
    if (typeof entry === 'object' && entry !== null) return entry;
  } catch {
    // Reported below.
  }
  throw damaged(where, `is "${text.slice(0, 40)}", expected a JSON object`);
}

/** Without the line of a chunk, its images are made again; without the first line a folder is no export. */
function damaged(where: string, what: string): DatasetError {
  const isHead = where.endsWith(' 1');
  const remedy = isHead
    ? 'expected the settings of an export'
    : 'without that line its images are made again';
  return new DatasetError(`${where} is damaged: ${what}; nothing was changed, ${remedy}`);
}
