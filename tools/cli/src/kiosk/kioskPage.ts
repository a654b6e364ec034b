import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The built page's files by their path in the folder, with `/` between its parts. */
export type Files = ReadonlyMap<string, Buffer>;

/** Reads what the viewer's build made for kiosks. @throws Error where it is not built */
export async function kioskPage(): Promise<Files> {
  const folder = join(dirname(fileURLToPath(import.meta.resolve('@roentgan/viewer'))), 'kioskPage');
  for (const name of ['index.html', 'sw.js'])
    if (!existsSync(join(folder, name)))
      throw new Error(`${folder}: the kiosk is not built, expected ${name} there (npm run build)`);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const named = files.map((file) => [relative(folder, file).split(sep).join('/'), file] as const);
  named.sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(await Promise.all(named.map(async ([name, file]) => [name, await readFile(file)] as const)));
}
