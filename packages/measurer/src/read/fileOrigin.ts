import type { DicomOrigin } from './dicom/dicomOrigin.ts';
import { findXmp } from './findXmp.ts';

/** What an image file says of where it comes from: a PNG or JPEG in its XMP, a DICOM file in its attributes. */
export interface FileOrigin {
  /**
   * Whether the file says that a model or another algorithm made it, wholly or in part. `false` is not a statement that it is real:
   * metadata is easily stripped.
   */
  readonly saysSynthetic: boolean;
  /** The last part of IPTC's digital source type, such as `trainedAlgorithmicMedia`; absent where the file states none. */
  readonly digitalSourceType?: string;
  /** The XMP packet itself. */
  readonly xmp?: string;
  /** What a DICOM file says. */
  readonly dicom?: DicomOrigin;
}

/** IPTC's digital source types (cv.iptc.org/newscodes/digitalsourcetype) for what an algorithm made, wholly or in part. */
const synthetic = [
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
  'algorithmicMedia',
  'compositeSynthetic',
];

/** Whether a digital source type, such as `trainedAlgorithmicMedia`, says that an algorithm made the image, wholly or in part. */
export function isSyntheticSource(digitalSourceType: string): boolean {
  return synthetic.includes(digitalSourceType);
}

/** Reads the mark that Roentgan's own PNGs carry, and anybody else's in the same words. */
export async function originOf(bytes: Uint8Array): Promise<FileOrigin> {
  const xmp = await findXmp(bytes);
  // XMP allows a property as an element, with its text or a resource, or as an attribute; the prefix is the writer's.
  const stated = /[\w-]+:DigitalSourceType\b[^<]*?digitalsourcetype\/(\w+)/i.exec(xmp ?? '')?.[1];
  return {
    saysSynthetic: stated !== undefined && isSyntheticSource(stated),
    ...(stated !== undefined && { digitalSourceType: stated }),
    ...(xmp !== undefined && { xmp }),
  };
}
