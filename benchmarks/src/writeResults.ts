import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { reportMarkdown } from './report.ts';
import type { Results } from './results.ts';
import { resultsCsv } from './resultsCsv.ts';

/** Writes `<date>-<adapter>.json`, `.csv` and `.md` into a folder, `-<runtime>` behind the adapter where it is not Chromium, and returns their paths. */
export function writeResults(results: Results, folder: string): string[] {
  const runtime = results.runtime === 'chromium' ? '' : `-${results.runtime}`;
  const stem = `${results.date.slice(0, 10)}-${adapterSlug(results.adapter.webgpu)}${runtime}`;
  const texts = {
    json: `${JSON.stringify(results, undefined, 2)}\n`,
    csv: resultsCsv(results),
    md: reportMarkdown(results),
  };
  return Object.entries(texts).map(([extension, text]) =>
    writeWhole(join(folder, `${stem}.${extension}`), text),
  );
}

/** Writes a file whole or not at all, and returns its path. */
export function writeWhole(path: string, text: string): string {
  const part = `${path}.${process.pid}.part`;
  try {
    writeFileSync(part, text);
    renameSync(part, path);
  } finally {
    rmSync(part, { force: true });
  }
  return path;
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
