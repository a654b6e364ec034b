export interface PngFacts {
  readonly width: number;
  readonly height: number;
  /** Text of iTXt chunks by keyword. */
  readonly texts: Readonly<Record<string, string>>;
}

/** Reads the chunks of a PNG (ISO 15948); throws where it is none. */
export function readPng(bytes: Buffer): PngFacts {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG signature');
  const texts: Record<string, string> = {};
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    if (bytes.toString('latin1', at + 4, at + 8) !== 'iTXt') continue;
    const data = bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at));
    const keyword = data.subarray(0, data.indexOf(0)).toString('latin1');
    // After the keyword: compression flag and method, then language and translated keyword, both empty here.
    texts[keyword] = data.subarray(keyword.length + 5).toString('utf8');
  }
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), texts };
}
