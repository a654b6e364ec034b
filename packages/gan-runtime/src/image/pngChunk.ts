/** One chunk: length, type, data, CRC-32 of type and data. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const chunk = new Uint8Array(data.length + 12);
  const view = new DataView(chunk.buffer);
  view.setUint32(0, data.length);
  chunk.set(latin1(type), 4);
  chunk.set(data, 8);
  view.setUint32(data.length + 8, crc32(chunk.subarray(4, data.length + 8)));
  return chunk;
}

/** `tEXt`: a keyword and Latin-1 text. */
export function textChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  return pngChunk('tEXt', latin1(`${keyword}\0${text}`));
}

/** `iTXt`: a keyword and UTF-8 text, not compressed, without language or translated keyword. */
export function internationalTextChunk(keyword: string, text: string): Uint8Array<ArrayBuffer> {
  return pngChunk('iTXt', new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`));
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

let table: Uint32Array | undefined;

/** CRC-32 as PNG (Third Edition), annex D, and zip define it; `before` is that of the bytes in front of these. */
export function crc32(bytes: Uint8Array, before = 0): number {
  table ??= Uint32Array.from({ length: 256 }, (_, byte) => {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++) remainder = (remainder & 1 ? 0xedb88320 : 0) ^ (remainder >>> 1);
    return remainder;
  });
  let crc = before ^ 0xffffffff;
  for (const byte of bytes) crc = table[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
