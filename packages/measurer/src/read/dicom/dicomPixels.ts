import type { RasterImage } from '../../rasterImage.ts';
import { ImageFileError } from '../imageFileError.ts';
import type { DicomPixelFormat } from './dicomPixelFormat.ts';
import { greyScaleOf } from './greyScale.ts';
import type { DicomFile } from './parseDicomFile.ts';

/**
 * The picture as a viewer would show it: rescaled, windowed, and dark where MONOCHROME1 is high.
 * @throws ImageFileError where the file holds fewer pixels than it says
 */
export function decodeDicomPixels(bytes: Uint8Array, file: DicomFile, format: DicomPixelFormat): RasterImage {
  const { width, height, channels, bitsAllocated, bitsStored, highBit, isSigned, isInverted } = format;
  const samples = width * height * channels;
  const needed = (samples * bitsAllocated) / 8;
  const { offset, length, areWords } = file.pixels;
  if (length < needed || offset + needed > bytes.length)
    throw new ImageFileError(
      `is DICOM with ${Math.min(length, bytes.length - offset)} bytes of pixels, expected ${needed} for ${width}x${height}`,
    );

  const view = new DataView(bytes.buffer, bytes.byteOffset + offset, Math.min(length, bytes.length - offset));
  // Bytes that are written as big-endian words lie in pairs the other way round (PS3.5, 8.1.1).
  const swap = file.isBigEndian && areWords && length > needed - 1 + (needed & 1) ? 1 : 0;
  const littleEndian = !file.isBigEndian;
  const unusedAbove = 32 - highBit - 1;
  const unused = 32 - bitsStored;
  const stored = (at: number) => {
    const word = bitsAllocated === 8 ? view.getUint8(at ^ swap) : view.getUint16(at * 2, littleEndian);
    // To the top of 32 bits, so that the shift back drops what is not stored and repeats the sign where there is one.
    return isSigned ? (word << unusedAbove) >> unused : (word << unusedAbove) >>> unused;
  };
  const values = new Float32Array(samples);
  if (channels === 3) {
    const white = 2 ** bitsStored - 1;
    const plane = width * height;
    for (let at = 0; at < samples; at++) {
      const from = format.isPlanar ? (at % 3) * plane + Math.floor(at / 3) : at;
      values[at] = stored(from) / white;
    }
    return { width, height, channels, values };
  }
  const scale = greyScaleOf(file.elements, format);
  for (let at = 0; at < samples; at++) {
    const grey = scale(stored(at));
    values[at] = isInverted ? 1 - grey : grey;
  }
  return { width, height, channels, values };
}
