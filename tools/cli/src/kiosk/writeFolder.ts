import { randomBytes } from 'node:crypto';
import { renameSync, rmSync } from 'node:fs';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** Where a kiosk is written. */
export interface Target {
  readonly folder: string;
  /** The kiosk.json of the kiosk that is there already. */
  readonly settings: { readonly path: string; readonly text: string } | undefined;
  readonly exists: boolean;
}

/** What every kiosk's folder has: only such a folder is ever replaced. */
const marks = ['kiosk.json', 'sw.js', 'model.safetensors', 'serve.mjs'];

/**
 * A folder that may be written: new, empty, or with `force` an older kiosk.
 * @throws Error for any other
 */
export async function findTarget(path: string, force: boolean): Promise<Target> {
  const folder = resolve(path);
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(`${path}: ${error.code === 'ENOTDIR' ? 'is a file' : error.message}, expected a folder`);
  });
  if (!names || names.length === 0) return { folder, settings: undefined, exists: names !== undefined };
  const isKiosk = marks.every((name) => names.includes(name));
  if (!isKiosk) throw new Error(`${path}: is not empty and no kiosk, expected a new or empty folder`);
  if (!force) throw new Error(`${path}: has a kiosk already, expected a new or empty folder, or --force`);
  const settings = join(folder, 'kiosk.json');
  return {
    folder,
    settings: { path: join(path, 'kiosk.json'), text: await readFile(settings, 'utf8') },
    exists: true,
  };
}

/** Writes the folder under another name beside it and renames it, so that no player ever sees half of it; an interrupt leaves nothing behind. */
export async function writeFolder(
  { folder, exists }: Target,
  files: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const name = join(dirname(folder), `.${basename(folder)}.${randomBytes(4).toString('hex')}`);
  const [fresh, old] = [`${name}.part`, `${name}.old`];
  const interrupted = () => {
    rmSync(fresh, { recursive: true, force: true });
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    for (const [path, bytes] of files) {
      await mkdir(dirname(join(fresh, path)), { recursive: true });
      await writeFile(join(fresh, path), bytes);
    }
    await chmod(join(fresh, 'kiosk.sh'), 0o755);
    replace(fresh, folder, exists ? old : undefined);
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await rm(fresh, { recursive: true, force: true });
  }
  if (exists) await rm(old, { recursive: true, force: true });
}

/** In one go, which no signal interrupts. */
function replace(fresh: string, folder: string, old: string | undefined): void {
  if (old) renameSync(folder, old);
  try {
    renameSync(fresh, folder);
  } catch (error) {
    if (old) renameSync(old, folder);
    throw error;
  }
}
