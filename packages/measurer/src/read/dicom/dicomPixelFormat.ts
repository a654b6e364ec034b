import type { DataSet } from 'dicom-parser';
import { ImageFileError } from '../imageFileError.ts';

/** How the pixels of one frame lie in a file (Image Pixel Module, PS3.3 C.7.6.3). */
export interface DicomPixelFormat {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly bitsAllocated: 8 | 16;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly isSigned: boolean;
  /** Whether the lowest value is white. */
  readonly isInverted: boolean;
  /** Whether each colour has a plane of its own. */
  readonly isPlanar: boolean;
}

/** @throws ImageFileError that names what is missing or not read */
export function pixelFormatOf(elements: DataSet): DicomPixelFormat {
  const number = (tag: string, name: string, otherwise?: number) => {
    const value = elements.uint16(tag) ?? otherwise;
    if (value === undefined)
      throw new ImageFileError(`is DICOM without ${name}, expected (${punctuated(tag)})`);
    return value;
  };
  const photometric = (elements.string('x00280004') ?? '').trim();
  const channels = { MONOCHROME1: 1, MONOCHROME2: 1, RGB: 3 }[photometric] as 1 | 3 | undefined;
  if (!channels)
    throw new ImageFileError(
      `is DICOM with photometric interpretation "${photometric}", expected MONOCHROME1, MONOCHROME2 or RGB`,
    );
  const samples = number('x00280002', 'Samples per Pixel', 1);
  if (samples !== channels)
    throw new ImageFileError(
      `is DICOM with ${samples} samples a pixel as ${photometric}, expected ${channels}`,
    );
  const frames = elements.intString('x00280008') ?? 1;
  if (frames !== 1) throw new ImageFileError(`is DICOM with ${frames} frames, expected 1`);

  const bitsAllocated = number('x00280100', 'Bits Allocated');
  const bitsStored = number('x00280101', 'Bits Stored');
  const highBit = number('x00280102', 'High Bit', bitsStored - 1);
  const fits = bitsStored >= 1 && highBit >= bitsStored - 1 && highBit < bitsAllocated;
  if ((bitsAllocated !== 8 && bitsAllocated !== 16) || !fits)
    throw new ImageFileError(
      `is DICOM with ${bitsStored} bits up to bit ${highBit} in ${bitsAllocated}, expected 1 to 16 bits in 8 or 16`,
    );
  return {
    width: number('x00280011', 'Columns'),
    height: number('x00280010', 'Rows'),
    channels,
    bitsAllocated,
    bitsStored,
    highBit,
    isSigned: channels === 1 && number('x00280103', 'Pixel Representation', 0) === 1,
    isInverted: photometric === 'MONOCHROME1',
    isPlanar: channels === 3 && number('x00280006', 'Planar Configuration', 0) === 1,
  };
}

function punctuated(tag: string): string {
  return `${tag.slice(1, 5)},${tag.slice(5)}`.toUpperCase();
}
