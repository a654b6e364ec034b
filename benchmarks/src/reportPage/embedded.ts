import { readResults } from '../readResults.ts';
import type { OpenFile } from './openFile.ts';

/** Ids of what `roentgan bench report` puts into the page. */
export const resultsId = 'embedded-results';
export const bytesId = (name: string): string => `embedded-${name}`;

/** Result files that the page was written with. */
export function embeddedResults(): OpenFile[] {
  const text = document.getElementById(resultsId)?.textContent;
  if (!text) return [];
  const files = JSON.parse(text) as readonly { readonly label: string; readonly text: string }[];
  return files.map(({ label, text }) => ({ label, results: readResults(text, label) }));
}

/** Bytes that the page was written with, as base64; undefined where they were left out. */
export function embeddedBytes(name: string): Uint8Array | undefined {
  const text = document.getElementById(bytesId(name))?.textContent;
  if (!text) return undefined;
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
