import { type FileOrigin, readImage } from '@roentgan/measurer';
import type { ManifestReport } from './c2pa/readManifest.ts';
import { type FoundMark, findMark } from './mark/findMark.ts';

/** What an image file says, in each of the ways it can, of whether it is synthetic. */
export interface ProvenanceReport {
  readonly format: 'png' | 'jpeg' | 'dicom';
  readonly width: number;
  readonly height: number;
  /**
   * Whether anything says that the image is synthetic: XMP, the manifest, DICOM attributes or the mark in the pixels. `false` is not a statement
   * that it is real: metadata is easily stripped, the mark can be removed, and other programs set none.
   */
  readonly saysSynthetic: boolean;
  /** XMP of a PNG or JPEG, attributes of a DICOM file. */
  readonly origin: FileOrigin;
  /** PNG and JPEG only. */
  readonly manifest?: ManifestReport;
  readonly mark: FoundMark;
}

/**
 * Reads a PNG, JPEG or DICOM file and looks for everything that would say that it is synthetic.
 * @param name for messages
 * @throws ImageFileError where it cannot be read as an image
 */
export async function checkImage(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<ProvenanceReport> {
  const image = await readImage(bytes, name);
  const { format, width, height, origin } = image;
  const manifest = format === 'dicom' ? undefined : await manifestOf(bytes, format);
  const mark = findMark(image);
  return {
    format,
    width,
    height,
    saysSynthetic: origin.saysSynthetic || manifest?.saysSynthetic === true || mark.found,
    origin,
    ...(manifest && { manifest }),
    mark,
  };
}

/** The code that reads manifests is loaded with the first file. */
async function manifestOf(bytes: Uint8Array<ArrayBuffer>, format: 'png' | 'jpeg'): Promise<ManifestReport> {
  const { readManifest } = await import('./c2pa/readManifest.ts');
  return readManifest(bytes, format);
}
