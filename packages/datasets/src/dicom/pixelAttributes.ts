import type { DatasetImage } from '../formats/format.ts';

/** Attributes by their DICOM keyword; a sequence is a list of such records. */
export type Attributes = {
  readonly [keyword: string]: string | number | readonly (string | number | Attributes)[];
};

/** The Image Pixel Module without the pixels (PS3.3 C.7.6.3) and, for greys, the window that shows all of them (C.11.2). */
export function pixelAttributes({ width, height, channels, bits }: DatasetImage): Attributes {
  const shape = {
    SamplesPerPixel: channels,
    PhotometricInterpretation: channels === 1 ? 'MONOCHROME2' : 'RGB',
    Rows: height,
    Columns: width,
    BitsAllocated: bits === 8 ? 8 : 16,
    BitsStored: bits,
    HighBit: bits - 1,
    PixelRepresentation: 0,
  };
  if (channels === 3) return { ...shape, PlanarConfiguration: 0 };
  return {
    ...shape,
    WindowCenter: 2 ** (bits - 1),
    WindowWidth: 2 ** bits,
    PresentationLUTShape: 'IDENTITY',
  };
}

/** The pixels as they lie in the file: little endian, an even number of bytes. */
export function pixelBytes({ pixels, bits }: DatasetImage): Uint8Array<ArrayBuffer> {
  if (bits === 8) {
    const bytes = new Uint8Array(pixels.length + (pixels.length & 1));
    bytes.set(pixels);
    return bytes;
  }
  const bytes = new Uint8Array(pixels.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < pixels.length; at++) view.setUint16(at * 2, pixels[at]!, true);
  return bytes;
}
