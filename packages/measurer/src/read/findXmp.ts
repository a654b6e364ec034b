import { jpegSegments } from './jpegSegments.ts';
import { isPng, pngChunks } from './pngChunks.ts';

const JPEG_SEGMENT = 'http://ns.adobe.com/xap/1.0/\0';
const PNG_KEYWORD = 'XML:com.adobe.xmp\0';
/** Enough for any packet of a file's origin; a longer one is left unread. */
const MOST_BYTES = 1 << 20;

/** The XMP packet of a PNG or JPEG (XMP part 3), where it has one. */
export async function findXmp(bytes: Uint8Array): Promise<string | undefined> {
  if (isPng(bytes)) {
    for (const { type, data } of pngChunks(bytes)) {
      if (type === 'iTXt' && startsWith(data, PNG_KEYWORD)) return internationalText(data);
    }
    return undefined;
  }
  for (const { marker, data } of jpegSegments(bytes)) {
    if (marker === 0xe1 && startsWith(data, JPEG_SEGMENT)) {
      return new TextDecoder().decode(data.subarray(JPEG_SEGMENT.length));
    }
  }
  return undefined;
}

/** The text of an iTXt chunk: behind keyword, compression flag and method, language and translated keyword. */
async function internationalText(data: Uint8Array): Promise<string | undefined> {
  const isCompressed = data[PNG_KEYWORD.length] === 1;
  const language = data.indexOf(0, PNG_KEYWORD.length + 2);
  const start = data.indexOf(0, language + 1) + 1;
  if (language < 0 || start === 0) return undefined;
  const text = data.slice(start);
  return new TextDecoder().decode(isCompressed ? await inflated(text) : text.subarray(0, MOST_BYTES));
}

/** At most the first `MOST_BYTES`; what is damaged ends early. */
async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate')).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    while (length < MOST_BYTES) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
  } catch {
    // What came before the damage is all there is.
  }
  await reader.cancel().catch(() => {});
  const joined = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function startsWith(data: Uint8Array, text: string): boolean {
  return [...text].every((character, at) => data[at] === character.charCodeAt(0));
}
