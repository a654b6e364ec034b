import { ModelFileError } from '../errors.ts';
import { limits } from './limits.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Parses untrusted JSON. Deep nesting, masses of parts and duplicate keys are refused by a scan before `JSON.parse`
 * sees the text, which would build the former and silently drop the latter. `where` opens every error.
 */
export function parseJson(text: string, where: string): unknown {
  scanJson(text, where);
  try {
    return JSON.parse(text);
  } catch (error) {
    // Engines quote the text, which may hold line breaks.
    const message = (error as Error).message.slice(0, 120).replace(/\p{Cc}/gu, ' ');
    throw new ModelFileError(`${where} is not JSON: ${message}`, { cause: error });
  }
}

/** One pass over the text that keeps a set of keys for every open object (`undefined` for an open array). */
function scanJson(text: string, where: string): void {
  const open: (Set<string> | undefined)[] = [];
  let parts = 0;
  let keyEnd = -1;
  let keyStart = -1;
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case QUOTE:
        keyStart = at;
        at = keyEnd = endOfString(text, at);
        break;
      case 0x3a /* : */:
        if (keyStart >= 0) addKey(open.at(-1), text.slice(keyStart, keyEnd + 1), where);
        keyStart = -1;
        break;
      case 0x2c /* , */:
        parts++;
        break;
      case 0x5b /* [ */:
      case 0x7b /* { */:
        parts++;
        open.push(text.charCodeAt(at) === 0x7b ? new Set() : undefined);
        if (open.length > limits.jsonDepth) {
          throw new ModelFileError(`${where} is nested deeper than ${limits.jsonDepth} levels`);
        }
        break;
      case 0x5d /* ] */:
      case 0x7d /* } */:
        open.pop();
        break;
    }
    if (parts > limits.jsonParts) {
      throw new ModelFileError(`${where} has more than ${limits.jsonParts} arrays, objects and commas`);
    }
  }
}

/** Index of the closing quote, or the end of the text where there is none. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return text.length;
}

function addKey(keys: Set<string> | undefined, quoted: string, where: string): void {
  if (keys === undefined) return;
  const key = decodeKey(quoted);
  if (keys.has(key)) throw new ModelFileError(`${where} has the key ${show(key)} twice, expected once`);
  keys.add(key);
  if (keys.size > limits.keys) {
    throw new ModelFileError(`${where} has an object with more than ${limits.keys} keys`);
  }
}

function decodeKey(quoted: string): string {
  if (!quoted.includes('\\')) return quoted.slice(1, -1);
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted;
  }
}

/** A value as errors print it: JSON, cut to 80 characters. */
export function show(value: unknown): string {
  if (typeof value === 'number' || value === undefined) return String(value);
  if (Array.isArray(value) && value.length > 32) return `an array of ${value.length}`;
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, 81) : value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
