/** Bytes before the mark of a DICOM file (PS3.10, 7.1). */
export const PREAMBLE_BYTES = 128;

export function isDicom(bytes: Uint8Array): boolean {
  return String.fromCharCode(...bytes.subarray(PREAMBLE_BYTES, PREAMBLE_BYTES + 4)) === 'DICM';
}
