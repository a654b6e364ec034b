import { internationalTextChunk, pngChunk, textChunk } from './pngChunk.ts';
import { filterRows } from './pngFilter.ts';

/** Channels-last pixels, rows from the top. */
export interface PngImage {
  readonly width: number;
  readonly height: number;
  /** Grey, RGB or RGBA. */
  readonly channels: 1 | 3 | 4;
  readonly bitDepth: 8 | 16;
  /** Bytes for 8 bits, `Uint16Array` for 16. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourTypes = { 1: 0, 3: 2, 4: 6 } as const;

/** Compresses to zlib format (RFC 1950). */
export type Deflate = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array | Promise<Uint8Array>;

export interface PngOptions {
  /** XMP packet of the image. */
  readonly xmp?: string;
  /** In place of the platform's own compression, such as Node's with other settings. */
  readonly deflate?: Deflate;
}

/**
 * Encodes a PNG as PNG (Third Edition) specifies it, with `options.xmp` as its XMP packet.
 * @throws RangeError where sizes, channels and data do not fit each other
 */
export async function encodePng(image: PngImage, options: PngOptions = {}): Promise<Blob> {
  return new Blob(await pngParts(image, options), { type: 'image/png' });
}

/** As `encodePng`, as bytes. */
export async function encodePngBytes(
  image: PngImage,
  options: PngOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await pngParts(image, options);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function pngParts(
  image: PngImage,
  { xmp, deflate = platformDeflate }: PngOptions,
): Promise<Uint8Array<ArrayBuffer>[]> {
  checkImage(image);
  const { width, height, channels, bitDepth, data } = image;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([bitDepth, colourTypes[channels]], 8);
  const pixelBytes = (channels * bitDepth) / 8;
  const rows = filterRows(bigEndianBytes(data), width * pixelBytes, pixelBytes);
  const parts = [signature, pngChunk('IHDR', header), textChunk('Software', 'Roentgan')];
  if (xmp !== undefined) parts.push(internationalTextChunk('XML:com.adobe.xmp', xmp));
  parts.push(pngChunk('IDAT', await deflate(rows)), pngChunk('IEND', new Uint8Array(0)));
  return parts;
}

function checkImage({ width, height, channels, bitDepth, data }: PngImage): void {
  const sizesFit = [width, height].every((size) => Number.isInteger(size) && size >= 1 && size < 2 ** 31);
  if (!sizesFit || !(channels in colourTypes) || (bitDepth !== 8 && bitDepth !== 16)) {
    throw new RangeError(
      `png is ${width}x${height}, ${channels} channels of ${bitDepth} bits, expected 1, 3 or 4 channels of 8 or 16 bits`,
    );
  }
  if (data.length !== width * height * channels || data instanceof Uint16Array !== (bitDepth === 16)) {
    throw new RangeError(
      `png data is ${data.constructor.name} of ${data.length}, expected ${width * height * channels} values of ${bitDepth} bits`,
    );
  }
}

function bigEndianBytes(data: PngImage['data']): Uint8Array {
  if (!(data instanceof Uint16Array)) return new Uint8Array(data.buffer, data.byteOffset, data.length);
  const bytes = new Uint8Array(data.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < data.length; at++) view.setUint16(at * 2, data[at]!);
  return bytes;
}

async function platformDeflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(compressed).arrayBuffer());
}
