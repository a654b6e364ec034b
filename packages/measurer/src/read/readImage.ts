import type { RasterImage } from '../rasterImage.ts';
import { isDicom } from './dicom/isDicom.ts';
import { type FileOrigin, originOf } from './fileOrigin.ts';
import { ImageFileError } from './imageFileError.ts';
import { jpegHeader } from './jpegSegments.ts';
import { isPng, isWholePng, pngHeader } from './pngChunks.ts';

/** An image file's pixels, and what it says of where it comes from. */
export interface ReadImage extends RasterImage {
  readonly format: 'png' | 'jpeg' | 'dicom';
  /** Bits of one sample in the file. */
  readonly bitDepth: number;
  readonly origin: FileOrigin;
  /** The side of the body, where the file names it: DICOM only. */
  readonly laterality?: 'R' | 'L';
}

/** Larger pictures are refused before their pixels are decoded: a small file may claim to be huge. */
const MOST_PIXELS = 100_000_000;

/**
 * Reads a PNG (1 to 16 bits, grey, colour or palette; transparency over black) or a JPEG (8 bits, baseline or progressive),
 * or an uncompressed DICOM file (1 to 16 bits, grey or RGB; rescaled and windowed). Decoders are loaded when they are first needed.
 * Gamma, colour profiles and an orientation in EXIF are not applied.
 * @param name for messages
 * @throws ImageFileError
 */
export async function readImage(bytes: Uint8Array, name: string): Promise<ReadImage> {
  try {
    if (isPng(bytes)) return await readPng(bytes);
    if (bytes[0] === 0xff && bytes[1] === 0xd8) return await readJpeg(bytes);
    if (isDicom(bytes)) return await readDicomFile(bytes);
    throw new ImageFileError(`is ${otherFormat(bytes)}, expected a PNG, JPEG or DICOM file`);
  } catch (error) {
    const isOurs = error instanceof ImageFileError;
    const reason = isOurs ? error.message : `cannot be decoded (${decoderMessage(error)})`;
    throw new ImageFileError(`${name}: ${reason}`, { cause: error });
  }
}

async function readPng(bytes: Uint8Array): Promise<ReadImage> {
  const header = pngHeader(bytes);
  refuseHuge(header);
  if (!isWholePng(bytes)) throw new ImageFileError('is a PNG that is cut short, expected its end');
  const { decodePng } = await import('./decodePng.ts');
  const image = decodePng(bytes, header);
  return { ...image, format: 'png', bitDepth: header.bitDepth, origin: await originOf(bytes) };
}

async function readJpeg(bytes: Uint8Array): Promise<ReadImage> {
  const header = jpegHeader(bytes);
  refuseHuge(header);
  const { decodeJpeg } = await import('./decodeJpeg.ts');
  const image = decodeJpeg(bytes, header);
  return { ...image, format: 'jpeg', bitDepth: header.bitDepth, origin: await originOf(bytes) };
}

async function readDicomFile(bytes: Uint8Array): Promise<ReadImage> {
  const { readDicom } = await import('./dicom/readDicom.ts');
  return { ...readDicom(bytes, refuseHuge), format: 'dicom' };
}

/** What a decoder threw, on one line, with what made it throw. */
function decoderMessage(error: unknown): string {
  const { message, cause } = error instanceof Error ? error : new Error(String(error));
  const text = cause instanceof Error ? `${message} ${cause.message}` : message;
  return text.replace(/\s+/g, ' ').trim();
}

function refuseHuge({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width >= 1 && height >= 1 && width * height <= MOST_PIXELS) return;
  throw new ImageFileError(`is ${width}x${height}, expected 1 to ${MOST_PIXELS / 1e6} million pixels`);
}

function otherFormat(bytes: Uint8Array): string {
  const text = (start: number, end: number) => String.fromCharCode(...bytes.subarray(start, end));
  if (bytes.length === 0) return 'empty';
  if (text(0, 4) === 'GIF8') return 'a GIF';
  if (text(0, 4) === 'RIFF') return 'a WebP or another RIFF file';
  if (text(0, 4) === 'II*\0' || text(0, 4) === 'MM\0*') return 'a TIFF';
  return 'of another format';
}
