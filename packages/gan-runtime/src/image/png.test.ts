import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodePng } from '../../test/decodePng.ts';
import { encodePng, encodePngBytes, type PngImage } from './png.ts';

/** A smooth ramp with some noise, so that different rows choose different filters. */
function testImage(width: number, height: number, channels: 1 | 3 | 4, bitDepth: 8 | 16): PngImage {
  const count = width * height * channels;
  const value = (_: unknown, at: number) =>
    (Math.floor(at / channels / width) % 3 === 0 ? (at * 7919) % 251 : at * 3) * (bitDepth === 16 ? 251 : 1);
  const data =
    bitDepth === 16 ? Uint16Array.from({ length: count }, value) : Uint8Array.from({ length: count }, value);
  return { width, height, channels, bitDepth, data };
}

test.each([
  [1, 1, 1, 8],
  [5, 7, 1, 8],
  [64, 64, 1, 8],
  [17, 9, 3, 8],
  [8, 3, 4, 8],
  [6, 5, 1, 16],
  [5, 4, 3, 16],
  [3, 4, 4, 16],
] as const)(
  '%dx%d, %d channels of %d bits: another decoder finds the same pixels',
  async (...[width, height, channels, bitDepth]) => {
    const image = testImage(width, height, channels, bitDepth);
    const blob = await encodePng(image);
    expect(blob.type).toBe('image/png');
    const decoded = decodePng(new Uint8Array(await blob.arrayBuffer()));
    expect(decoded).toMatchObject({ width, height, bitDepth, colourType: { 1: 0, 3: 2, 4: 6 }[channels] });
    expect(decoded.samples).toEqual([...image.data]);
    expect(decoded.chunks.map(({ type }) => type)).toEqual(['IHDR', 'tEXt', 'IDAT', 'IEND']);
    expect(decoded.chunks[1]!.data.toString('latin1')).toBe('Software\0Roentgan');
  },
);

test('a canvas-style clamped array and a view into a larger buffer are taken as they are', async () => {
  const data = new Uint8ClampedArray(Uint8Array.from({ length: 16 }, (_, at) => at).buffer, 4, 8);
  const blob = await encodePng({ width: 2, height: 1, channels: 4, bitDepth: 8, data });
  expect(decodePng(new Uint8Array(await blob.arrayBuffer())).samples).toEqual([4, 5, 6, 7, 8, 9, 10, 11]);
});

test('filters make a smooth image small', async () => {
  const data = Uint8Array.from({ length: 64 * 64 }, (_, at) => (at % 64) * 2 + Math.floor(at / 64));
  const blob = await encodePng({ width: 64, height: 64, channels: 1, bitDepth: 8, data });
  expect(blob.size).toBeLessThan(400);
});

test('XMP stands in an iTXt chunk before the pixels', async () => {
  const blob = await encodePng(testImage(2, 2, 1, 8), { xmp: '<x>é</x>' });
  const { chunks } = decodePng(new Uint8Array(await blob.arrayBuffer()));
  expect(chunks.map(({ type }) => type)).toEqual(['IHDR', 'tEXt', 'iTXt', 'IDAT', 'IEND']);
  expect(chunks[2]!.data.toString('utf8')).toBe('XML:com.adobe.xmp\0\0\0\0\0<x>é</x>');
});

test('what does not fit is refused', async () => {
  const image = testImage(2, 2, 1, 8);
  await expect(encodePng({ ...image, width: 3 })).rejects.toThrow(
    new RangeError('png data is Uint8Array of 4, expected 6 values of 8 bits'),
  );
  await expect(encodePng({ ...image, bitDepth: 16 })).rejects.toThrow('expected 4 values of 16 bits');
  await expect(encodePng({ ...image, width: 0 })).rejects.toThrow('png is 0x2, 1 channels of 8 bits');
  await expect(encodePng({ ...image, channels: 2 as 1 })).rejects.toThrow('expected 1, 3 or 4 channels');
});

test('bytes are those of the blob, and any zlib stream will do', async () => {
  const image = testImage(17, 9, 3, 8);
  const options = { xmp: '<x/>' };
  const blob = await encodePng(image, options);
  const bytes = await encodePngBytes(image, options);
  expect(bytes).toEqual(new Uint8Array(await blob.arrayBuffer()));
  const stored = await encodePngBytes(image, {
    ...options,
    deflate: (rows) => deflateSync(rows, { level: 0 }),
  });
  expect(stored.length).toBeGreaterThan(bytes.length);
  expect(decodePng(stored).samples).toEqual([...image.data]);
});
