import { ImageFileError } from './imageFileError.ts';

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

export interface PngHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGB with alpha. */
  readonly colourType: number;
}

export interface PngChunk {
  readonly type: string;
  readonly data: Uint8Array;
}

export function isPng(bytes: Uint8Array): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** The chunks as they stand, up to the first that is not whole. */
export function* pngChunks(bytes: Uint8Array): Iterable<PngChunk> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = signature.length; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 12 + length > bytes.length) return;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    yield { type, data: bytes.subarray(at + 8, at + 8 + length) };
    at += length + 12;
  }
}

export function isWholePng(bytes: Uint8Array): boolean {
  for (const { type } of pngChunks(bytes)) if (type === 'IEND') return true;
  return false;
}

/** @throws ImageFileError where the first chunk is no IHDR, or one that PNG does not have */
export function pngHeader(bytes: Uint8Array): PngHeader {
  const [first] = pngChunks(bytes);
  if (first?.type !== 'IHDR' || first.data.length !== 13) {
    throw new ImageFileError('is a PNG that is cut short, expected its header');
  }
  const view = new DataView(first.data.buffer, first.data.byteOffset, 13);
  const header = {
    width: view.getUint32(0),
    height: view.getUint32(4),
    bitDepth: view.getUint8(8),
    colourType: view.getUint8(9),
  };
  const depths = { 0: [1, 2, 4, 8, 16], 2: [8, 16], 3: [1, 2, 4, 8], 4: [8, 16], 6: [8, 16] }[
    header.colourType
  ];
  if (depths?.includes(header.bitDepth)) return header;
  throw new ImageFileError(
    `has colour type ${header.colourType} of ${header.bitDepth} bits, expected one that PNG has`,
  );
}
