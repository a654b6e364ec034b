import { inflateSync } from 'node:zlib';

export interface DecodedPng {
  readonly width: number;
  readonly height: number;
  readonly bitDepth: number;
  readonly colourType: number;
  /** Samples, channels last. */
  readonly samples: number[];
  readonly chunks: readonly { readonly type: string; readonly data: Buffer }[];
}

/** A PNG decoder that shares no code with the encoder; throws for a wrong CRC, signature or length. */
export function decodePng(file: Uint8Array): DecodedPng {
  const bytes = Buffer.from(file);
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('wrong signature');
  const chunks: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < bytes.length; ) {
    const length = bytes.readUInt32BE(at);
    const body = bytes.subarray(at + 4, at + 8 + length);
    if (crcByBits(body) !== bytes.readUInt32BE(at + 8 + length)) throw new Error(`wrong CRC at ${at}`);
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += length + 12;
  }
  const header = chunks[0]!.data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const [bitDepth, colourType] = [header[8]!, header[9]!];
  const channels = { 0: 1, 2: 3, 6: 4 }[colourType]!;
  const idat = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  const rows = unfilter(inflateSync(idat), (width * channels * bitDepth) / 8, (channels * bitDepth) / 8);
  const samples =
    bitDepth === 8
      ? [...rows]
      : Array.from({ length: rows.length / 2 }, (_, index) => rows.readUInt16BE(index * 2));
  if (samples.length !== width * height * channels) throw new Error('wrong number of samples');
  return { width, height, bitDepth, colourType, samples, chunks };
}

function unfilter(data: Buffer, rowBytes: number, pixelBytes: number): Buffer {
  const rows = Buffer.alloc((data.length / (rowBytes + 1)) * rowBytes);
  for (let y = 0; y * (rowBytes + 1) < data.length; y++) {
    const type = data[y * (rowBytes + 1)]!;
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const a = x < pixelBytes ? 0 : rows[at - pixelBytes]!;
      const b = y === 0 ? 0 : rows[at - rowBytes]!;
      const c = x < pixelBytes || y === 0 ? 0 : rows[at - rowBytes - pixelBytes]!;
      const p = a + b - c;
      const nearest = [a, b, c].reduce((best, value) =>
        Math.abs(p - value) < Math.abs(p - best) ? value : best,
      );
      const prediction = [0, a, b, Math.floor((a + b) / 2), nearest][type];
      if (prediction === undefined) throw new Error(`unknown filter ${type}`);
      rows[at] = data[y * (rowBytes + 1) + 1 + x]! + prediction;
    }
  }
  return rows;
}

/** CRC-32 by polynomial division, one bit at a time. */
function crcByBits(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}
