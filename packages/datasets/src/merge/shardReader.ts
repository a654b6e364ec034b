import { DatasetError } from '../datasetError.ts';
import type { Folder } from '../export/folder.ts';
import type { Journal } from '../export/journal.ts';
import type { JournalChunk } from '../export/journalEntry.ts';
import { sha256Of } from '../export/wholeFile.ts';
import type { FinishedImage } from '../formats/datasetFormat.ts';
import { openZipIndex, unfinishedZip } from '../formats/styleGanZip.ts';
import { tarFiles } from '../formats/tarFiles.ts';
import type { ZipIndex } from '../formats/zipIndex.ts';
import { localHeader } from '../formats/zipRecords.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';

interface ImageFile {
  /** For messages. */
  readonly path: string;
  readonly bytes: Uint8Array<ArrayBuffer> | undefined;
}

/** Reads the images of a shard back from its files, whichever format they are in. */
export class ShardReader {
  readonly #folder: Folder;
  readonly #plan: DatasetPlan;
  readonly #journal: Journal;
  #zipIndex: Promise<ZipIndex> | undefined;

  constructor(folder: Folder, plan: DatasetPlan, journal: Journal) {
    this.#folder = folder;
    this.#plan = plan;
    this.#journal = journal;
  }

  /**
   * The images of a chunk that the shard has.
   * @throws DatasetError that names the first image that is not, byte for byte, what the shard's journal says
   */
  async *images(chunk: number): AsyncIterable<FinishedImage> {
    const entry = await this.#journal.chunk(chunk);
    const [start] = this.#plan.bounds(chunk);
    let at = 0;
    for await (const { path, bytes } of this.#files(entry)) {
      const expected = entry.images[at];
      if (expected === undefined) break;
      const image = this.#plan.image(start + at);
      if (!bytes) throw new DatasetError(`${path}: is missing (image ${image.index})`);
      const sha256 = await sha256Of(bytes);
      if (sha256 !== expected) {
        throw new DatasetError(
          `${path}: is not what was exported (image ${image.index} has the SHA-256 ${sha256}, expected ${expected})`,
        );
      }
      yield { ...image, bytes, sha256 };
      at++;
    }
    if (at < entry.images.length) {
      throw new DatasetError(`image ${start + at} is not in the files of chunk ${chunk}`);
    }
  }

  async *#files(entry: JournalChunk): AsyncIterable<ImageFile> {
    const { format } = this.#plan.settings;
    if (format === 'webdataset') yield* this.#tarImages(entry.files[0]!.path);
    else if (format === 'stylegan') yield* this.#zipImages(entry.chunk);
    else for (const { path } of entry.files) yield { path, bytes: await this.#folder.read(path) };
  }

  async *#tarImages(path: string): AsyncIterable<ImageFile> {
    if ((await this.#folder.size(path)) === undefined) throw new DatasetError(`${path}: is missing`);
    try {
      for await (const { name, bytes } of tarFiles(this.#folder, path)) {
        if (name.endsWith('.png')) yield { path: `${path}: ${name}`, bytes };
      }
    } catch (error) {
      throw error instanceof DatasetError ? error : new DatasetError(`${path}: ${(error as Error).message}`);
    }
  }

  async *#zipImages(chunk: number): AsyncIterable<ImageFile> {
    const { settings } = this.#plan;
    const path = unfinishedZip(settings);
    this.#zipIndex ??= openZipIndex(this.#folder, settings);
    for (const { name, size, offset } of await (await this.#zipIndex).filesOf(chunk)) {
      const start = offset + localHeader({ name, size, crc32: 0 }).length;
      yield { path: `${path}: ${name}`, bytes: await this.#folder.read(path, start, start + size) };
    }
  }
}
