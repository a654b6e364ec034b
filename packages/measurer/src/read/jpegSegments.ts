import { ImageFileError } from './imageFileError.ts';

export interface JpegHeader {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  /** 1 grey, 3 colour, 4 CMYK. */
  readonly components: number;
}

/** The segments before the first scan (ITU T.81, annex B): the marker's second byte and what follows its length. */
export function* jpegSegments(bytes: Uint8Array): Iterable<{ marker: number; data: Uint8Array }> {
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at++; // any number of fill bytes may stand before a marker
      continue;
    }
    const length = bytes[at + 2]! * 256 + bytes[at + 3]!;
    if (marker === 0xda || length < 2 || at + 2 + length > bytes.length) return;
    yield { marker, data: bytes.subarray(at + 4, at + 2 + length) };
    at += 2 + length;
  }
}

/** @throws ImageFileError where there is no frame, or one that is neither baseline nor progressive with Huffman codes */
export function jpegHeader(bytes: Uint8Array): JpegHeader {
  for (const { marker, data } of jpegSegments(bytes)) {
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (!isFrame || data.length < 6) continue;
    const [bitDepth, components] = [data[0]!, data[5]!];
    if (marker > 0xc2 || bitDepth !== 8) {
      throw new ImageFileError(
        `is a JPEG of ${bitDepth} bits with frame type ${marker - 0xc0}, expected 8 bits, baseline or progressive`,
      );
    }
    return { height: data[1]! * 256 + data[2]!, width: data[3]! * 256 + data[4]!, bitDepth, components };
  }
  throw new ImageFileError('is a JPEG that is cut short, expected its header');
}
