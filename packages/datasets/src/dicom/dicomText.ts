/**
 * A value of a short text attribute: one line, no backslash, which divides values, no control characters. A character past ASCII counts
 * as its bytes in UTF-8: the standard counts characters (PS3.5, 6.2), but dciodvfy and some archives count bytes.
 */
export function shortText(text: string, mostBytes = 64): string {
  return cut(text.replace(/[\p{Cc}\\]+/gu, ' ').trim(), mostBytes).trim();
}

/** A value of a long text attribute (ST, LT), which may have lines: what is too long ends in "...". */
export function longText(text: string, mostBytes: number): string {
  const clean = text
    .replace(/\r\n?|\n/g, '\n')
    .replace(/[^\P{Cc}\n]|\\/gu, ' ')
    .replaceAll('\n', '\r\n');
  const whole = cut(clean, mostBytes);
  return whole === clean ? whole : `${cut(clean, mostBytes - 3)}...`;
}

/** The characters that fit whole. */
function cut(text: string, mostBytes: number): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(mostBytes));
  return text.slice(0, read);
}
