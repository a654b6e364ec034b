import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const LOCK = '.export.lock';

/**
 * Keeps two exports out of one folder, until it is disposed. The lock of a process that is gone is taken over; whether one of another
 * machine still runs cannot be seen, so its lock does not count: a cluster starts a killed task elsewhere.
 * @throws Error that names the process that has the folder
 */
export async function lockFolder(folder: string): Promise<AsyncDisposable> {
  const path = join(folder, LOCK);
  await makeFolder(resolve(folder)).catch((error: NodeJS.ErrnoException) => {
    const isAbove = error.code === 'EEXIST' && error.path !== resolve(folder);
    throw new Error(`${folder}: ${reasonOf(isAbove ? { ...error, code: 'ENOTDIR' } : error)}`);
  });
  const owner = await readFile(path, 'utf8').catch(() => '');
  const [host, pid] = owner.trim().split(' ');
  if (host === hostname() && isRunning(Number(pid))) {
    throw new Error(`${folder}: process ${pid} exports into it, expected a folder of this command's own`);
  }
  await writeFile(path, `${hostname()} ${process.pid}\n`).catch((error: NodeJS.ErrnoException) => {
    throw new Error(`${folder}: ${reasonOf(error)}`);
  });
  return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
}

/** As `mkdir` with `recursive`, which in Node never returns where a file system such as /proc says of any new folder that it is not there. */
async function makeFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  const parent = dirname(folder);
  if (!found && parent !== folder) await makeFolder(parent);
  await mkdir(folder);
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  const reasons: Readonly<Record<string, string>> = {
    EACCES: 'may not be written',
    EPERM: 'may not be written',
    EROFS: 'the file system is read-only',
    EEXIST: 'is a file, expected a folder',
    ENOTDIR: 'a part of its path is a file, expected a folder',
    ENOENT: 'cannot be made there',
    ENOSPC: 'no space is left on the disk',
  };
  return (code && reasons[code]) ?? message;
}
