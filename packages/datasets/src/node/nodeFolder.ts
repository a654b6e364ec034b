import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { Folder } from '../export/folder.ts';
import { temporaryName } from '../export/temporaryName.ts';
import { folderError } from './folderError.ts';

/** A folder of the file system. Files and folders whose name begins with a dot are left out of `list`. */
export function nodeFolder(root: string): Folder {
  const made = new Set<string>();
  const makeParent = async (path: string) => {
    const parent = dirname(path);
    if (made.has(parent)) return;
    await mkdir(parent, { recursive: true });
    made.add(parent);
  };
  /** Runs a task on the full path; `undefined` where it finds no such file and may. */
  const at = async <Result>(path: string, task: (full: string) => Promise<Result>): Promise<Result> => {
    const full = join(root, path);
    try {
      return await task(full);
    } catch (error) {
      throw folderError(full, error);
    }
  };
  return {
    read: (path, start = 0, end) =>
      at(path, async (full) => {
        const file = await open(full, 'r').catch(noSuchFile);
        if (!file) return undefined;
        await using _ = file;
        const { size } = await file.stat();
        const bytes = new Uint8Array(Math.max(0, Math.min(size, end ?? size) - start));
        await readFully(file, bytes, start);
        return bytes;
      }),
    size: (path) => at(path, async (full) => (await stat(full).catch(noSuchFile))?.size),
    write: (path, content) =>
      at(path, async (full) => {
        await makeParent(full);
        const temporary = temporaryName(full);
        try {
          await writeFile(temporary, content);
          await rename(temporary, full);
        } catch (error) {
          await rm(temporary, { force: true }).catch(() => {});
          throw error;
        }
      }),
    append: (path, content, start) =>
      at(path, async (full) => {
        await makeParent(full);
        await using file = await open(full, 'r+').catch((error) => {
          if (start > 0 || error.code !== 'ENOENT') throw error;
          return open(full, 'w');
        });
        const { size } = await file.stat();
        if (size < start) throw new Error(`has ${size} bytes, expected at least ${start}`);
        await file.truncate(start);
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
        await writeFully(file, bytes, start);
        await file.datasync();
      }),
    rename: (from, to) =>
      at(to, async (full) => {
        await makeParent(full);
        await rename(join(root, from), full);
      }),
    list: (folder = '') =>
      at(folder, async (full) => {
        const paths: string[] = [];
        await collect(full, (path) => paths.push(relative(root, path).split(sep).join('/')));
        return paths;
      }),
    remove: (path) => at(path, (full) => rm(full, { force: true })),
  };
}

type OpenFile = Awaited<ReturnType<typeof open>>;

function noSuchFile(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}

async function readFully(file: OpenFile, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesRead } = await file.read(bytes, at, bytes.length - at, start + at);
    if (bytesRead === 0) throw new Error(`ends after ${start + at} bytes, expected ${start + bytes.length}`);
    at += bytesRead;
  }
}

async function writeFully(file: OpenFile, bytes: Uint8Array, start: number): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, at, bytes.length - at, start + at);
    at += bytesWritten;
  }
}

async function collect(folder: string, take: (path: string) => void): Promise<void> {
  const entries: Dirent[] = (await readdir(folder, { withFileTypes: true }).catch(noSuchFile)) ?? [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await collect(path, take);
    else take(path);
  }
}
