import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportMarkdown } from './report.ts';
import type { Results } from './results.ts';

/** Writes `<date>-<adapter>.json` and `.md` into a folder, each whole or not at all, and returns their paths. */
export function writeResults(results: Results, folder: string): string[] {
  const stem = `${results.date.slice(0, 10)}-${adapterSlug(results.adapter.webgpu)}`;
  const texts = { json: `${JSON.stringify(results, undefined, 2)}\n`, md: reportMarkdown(results) };
  return Object.entries(texts).map(([extension, text]) => {
    const path = join(folder, `${stem}.${extension}`);
    const part = `${path}.${process.pid}.part`;
    try {
      writeFileSync(part, text);
      renameSync(part, path);
    } finally {
      rmSync(part, { force: true });
    }
    return path;
  });
}

/** `swiftshader`, or the adapter's description as a file name. */
export function adapterSlug(description: string): string {
  if (/swiftshader/i.test(description)) return 'swiftshader';
  const slug = description
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return slug.slice(0, 60) || 'unknown';
}
