import type { Folder } from '../export/folder.ts';
import type { DatasetPlan } from '../plan/datasetPlan.ts';
import type { PlannedImage } from '../plan/plannedImage.ts';
import type { ImageEncoder } from './format.ts';

/** An image as the bytes of its file: marked, encoded and signed. */
export interface FinishedImage extends PlannedImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of `bytes`, hexadecimal. */
  readonly sha256: string;
}

/** A file of a finished export. */
export interface WrittenFile {
  /** Below the dataset's folder, with `/`. */
  readonly path: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** What is known of an image once it is written. */
export interface ImageRecord extends PlannedImage {
  /** Of the image's own file, in a container or not. */
  readonly sha256: string;
}

/** Takes the images of one chunk in the order of their indices. */
export interface ChunkWriter {
  add(image: FinishedImage): Promise<void>;
  /**
   * All are there: files get their names. What it returns is noted in the journal and checked by `--check`: without the
   * parts that `finish` assembles and removes.
   */
  close(): Promise<readonly WrittenFile[]>;
  /** In place of `close` where the export fails: waits for files that are being written, so that none is left half. */
  leave?(): Promise<void>;
}

export interface DatasetWriter {
  /** Chunks may be begun again after a process was killed: what that one left of the chunk is overwritten. One is open at a time. */
  openChunk(chunk: number): Promise<ChunkWriter>;
  /**
   * After the last chunk: writes the files of the whole dataset (tables, indices, containers). It may be called again after a
   * process was killed in it.
   * @param records every image in the order of indices, read from the journal: can be called several times
   */
  finish(records: () => AsyncIterable<ImageRecord>): Promise<readonly WrittenFile[]>;
}

/** A layout of a dataset on disk. */
export interface DatasetFormat {
  /** As `--format` names it. */
  readonly name: string;
  /** In one phrase, for the dataset's card. */
  readonly description: string;
  readonly bits: readonly (8 | 12 | 16)[];
  readonly encoder: ImageEncoder;
  /** Name of the dataset's card: `DATASET-CARD.md`, or `README.md` where a place such as Hugging Face reads that. */
  readonly cardName: string;
  /** Images of a chunk where the user says nothing; 500 when absent. */
  readonly chunk?: number;
  /** Whether images can be dealt to parts of the dataset (`--split`). */
  readonly splits: boolean;
  open(folder: Folder, plan: DatasetPlan): Promise<DatasetWriter>;
  /** What is wrong with a finished export beyond missing and changed files, one line each. */
  check?(folder: Folder, plan: DatasetPlan, records: () => AsyncIterable<ImageRecord>): Promise<string[]>;
}
