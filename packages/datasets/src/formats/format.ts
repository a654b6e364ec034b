import type { Deflate, SamplingOptions } from '@roentgan/gan-runtime';

import type { ImageSubject } from '../dicom/imageSubject.ts';

/** One image of a dataset, before it is encoded. */
export interface DatasetImage {
  /** From 0 in the whole dataset, whatever the shard. */
  readonly index: number;
  /** Stem of its files, unique in the dataset. */
  readonly name: string;
  readonly seed: number;
  /** As asked, such as `{ grade: 3 }`. */
  readonly labels: Readonly<Record<string, number | string>>;
  readonly edits: Readonly<Record<string, number>>;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly bits: 8 | 12 | 16;
  /** Rows from the top, channels interleaved, 0 .. 2^bits - 1; `Uint8Array` for 8 bits. */
  readonly pixels: Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
}

/** The model that made a dataset. */
export interface DatasetModel {
  readonly name: string;
  /** Of the model file, hexadecimal. */
  readonly sha256: string;
  readonly licence?: string;
  readonly attribution?: string;
}

/** What all images of a dataset share; plain data, so that it reaches worker threads. */
export interface DatasetContext {
  /** Of the dataset; part of file names. */
  readonly name: string;
  /** Program and version, such as "Roentgan 0.1.0". */
  readonly software: string;
  readonly model: DatasetModel;
  /** Names of the classes of each label that has them, such as `{ grade: ['KL 0', 'KL 1'] }`. */
  readonly classNames?: Readonly<Record<string, readonly string[]>>;
  /** What the images show, as far as the model file states it: `subjectOf`. */
  readonly subject?: ImageSubject;
  /** What else the images were made with, as `ImageProvenance` names it. */
  readonly sampling?: SamplingOptions & { readonly truncation?: number };
  /** Licence of the dataset, an SPDX identifier or a text. */
  readonly licence?: string;
  /** `YYYY-MM-DD`, only where the user states one: nothing here reads a clock. */
  readonly date?: string;
}

/** Turns one image into the bytes of a file. The same image and context give the same bytes. */
export interface ImageEncoder {
  /** Without the dot, such as `png`. */
  readonly extension: string;
  /** @param deflate compresses in place of the platform's own way, where the format takes zlib streams */
  encode(image: DatasetImage, context: DatasetContext, deflate?: Deflate): Promise<Uint8Array<ArrayBuffer>>;
}
