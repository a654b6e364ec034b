import type { RasterImage } from '../../rasterImage.ts';
import type { FileOrigin } from '../fileOrigin.ts';
import { dicomOriginOf, lateralityOf } from './dicomOrigin.ts';
import { pixelFormatOf } from './dicomPixelFormat.ts';
import { decodeDicomPixels } from './dicomPixels.ts';
import { parseDicomFile } from './parseDicomFile.ts';

export interface DicomImage extends RasterImage {
  /** Bits of a sample that are stored. */
  readonly bitDepth: number;
  readonly origin: FileOrigin;
  /** The side of the body that the file names. */
  readonly laterality?: 'R' | 'L';
}

/**
 * Reads the one picture of a DICOM file (PS3.10): uncompressed, 1 to 16 bits in 8 or 16, grey or RGB, little or big endian. Greys are
 * rescaled and windowed as the file says; without a window, all that its bits can hold lies between black and white.
 * @param checkSize throws for sizes that are not to be decoded; called before anything is allocated
 * @throws ImageFileError
 */
export function readDicom(
  bytes: Uint8Array,
  checkSize: (size: { readonly width: number; readonly height: number }) => void,
): DicomImage {
  const file = parseDicomFile(bytes);
  const format = pixelFormatOf(file.elements);
  checkSize(format);
  const dicom = dicomOriginOf(file.elements);
  const laterality = lateralityOf(file.elements);
  return {
    ...decodeDicomPixels(bytes, file, format),
    bitDepth: format.bitsStored,
    origin: { saysSynthetic: dicom.syntheticData === 'YES', dicom },
    ...(laterality && { laterality }),
  };
}
