import type { Deflate } from '@roentgan/gan-runtime';
import type { DatasetImage } from '../formats/format.ts';
import { loadFormat } from '../formats/formats.ts';
import type { DatasetSettings } from '../plan/datasetSettings.ts';
import { imageProvenance } from '../provenance/imageProvenance.ts';
import { markPixels } from '../provenance/mark/markPixels.ts';
import { openSigning, type SigningFiles } from '../provenance/signing.ts';
import { sha256Of } from './wholeFile.ts';

/** What is done to every image of a dataset; plain data, so that it reaches worker threads. */
export interface FinishSettings {
  readonly settings: DatasetSettings;
  /** What PNGs are signed with where `settings.signer` names a certificate; else the test certificate. */
  readonly signing?: SigningFiles;
}

/** An image as the bytes of its file. */
export interface FinishedBytes {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

/**
 * Marks, encodes and signs images on the thread that calls it; equal images give equal bytes on every thread.
 * @param deflate compresses in place of the platform's own way; other bytes come of it for the same pixels
 */
export async function imageFinisher(
  { settings, signing: files }: FinishSettings,
  deflate?: Deflate,
): Promise<Finisher> {
  const { encoder } = await loadFormat(settings.format);
  const signs = settings.signer !== undefined && encoder.extension === 'png';
  const signing = signs ? await openSigning(files) : undefined;
  return {
    ahead: 2,
    async finish(image) {
      const marked = settings.mark ? markPixels(image) : image;
      const encoded = await encoder.encode(marked, settings, deflate);
      const bytes = signing ? await signing.sign(encoded, imageProvenance(image, settings)) : encoded;
      return { bytes, sha256: await sha256Of(bytes) };
    },
    async close() {},
  };
}

/** Marks, encodes and signs images, here or in worker threads. */
export interface Finisher {
  /** How many images it can have at a time before more of them only wait. */
  readonly ahead: number;
  /** @param image not to be used any more: its pixels may move to another thread */
  finish(image: DatasetImage): Promise<FinishedBytes>;
  close(): Promise<void>;
}
