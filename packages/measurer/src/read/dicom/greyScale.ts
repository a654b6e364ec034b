import type { DataSet } from 'dicom-parser';
import { ImageFileError } from '../imageFileError.ts';
import type { DicomPixelFormat } from './dicomPixelFormat.ts';

/** What a stored value is as a grey: 0 (black) to 1 (white), before MONOCHROME1 is inverted. */
export type GreyScale = (stored: number) => number;

/**
 * Rescale slope and intercept (PS3.3 C.11.1), then the first window the file states (C.11.2) or, where it states none, all that its
 * bits can hold. Tables of values (Modality LUT Sequence, VOI LUT Sequence) are not read.
 * @throws ImageFileError
 */
export function greyScaleOf(elements: DataSet, format: DicomPixelFormat): GreyScale {
  const slope = elements.floatString('x00281053') ?? 1;
  const intercept = elements.floatString('x00281052') ?? 0;
  if (!Number.isFinite(slope) || slope === 0 || !Number.isFinite(intercept))
    throw new ImageFileError(
      `is DICOM with rescale slope ${slope} and intercept ${intercept}, expected finite numbers`,
    );
  if (elements.elements.x00283000)
    throw new ImageFileError(
      'is DICOM with a table of values (Modality LUT Sequence), expected slope and intercept',
    );
  const scale = windowOf(elements) ?? wholeRange(format, slope, intercept);
  return (stored) => scale(stored * slope + intercept);
}

function windowOf(elements: DataSet): GreyScale | undefined {
  const centre = elements.floatString('x00281050', 0);
  const width = elements.floatString('x00281051', 0);
  if (centre === undefined || width === undefined) return undefined;
  const shape = (elements.string('x00281056') ?? 'LINEAR').trim();
  const narrowest = shape === 'LINEAR' ? 1 : Number.MIN_VALUE;
  if (!Number.isFinite(centre) || !(width >= narrowest) || !Number.isFinite(width))
    throw new ImageFileError(
      `is DICOM with a window of centre ${centre} and width ${width}, expected a positive width`,
    );
  switch (shape) {
    case 'LINEAR':
      if (width === 1) return (value) => (value > centre - 0.5 ? 1 : 0);
      return (value) => clamp((value - (centre - 0.5)) / (width - 1) + 0.5);
    case 'LINEAR_EXACT':
      return (value) => clamp((value - centre) / width + 0.5);
    case 'SIGMOID':
      return (value) => 1 / (1 + Math.exp((-4 * (value - centre)) / width));
    default:
      throw new ImageFileError(
        `is DICOM with VOI LUT function "${shape}", expected LINEAR, LINEAR_EXACT or SIGMOID`,
      );
  }
}

function wholeRange({ bitsStored, isSigned }: DicomPixelFormat, slope: number, intercept: number): GreyScale {
  const least = isSigned ? -(2 ** (bitsStored - 1)) : 0;
  const ends = [least, least + 2 ** bitsStored - 1].map((stored) => stored * slope + intercept);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  return (value) => clamp((value - low) / (high - low));
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
