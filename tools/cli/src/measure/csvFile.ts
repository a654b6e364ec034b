import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export type Cell = string | number | boolean | undefined;

export interface CsvFile extends AsyncDisposable {
  write(cells: readonly Cell[]): Promise<void>;
  /** Gives the file its name, in place of what had it. */
  commit(): Promise<void>;
}

/**
 * A CSV (RFC 4180) that is written row by row under a temporary name. Disposing without `commit`, or an interrupt, leaves nothing
 * behind.
 */
export async function openCsv(path: string, header: readonly string[]): Promise<CsvFile> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  const temporary = join(folder, `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  const file = await open(temporary, 'wx');
  const interrupted = () => {
    rmSync(temporary, { force: true });
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  const write = async (cells: readonly Cell[]) => {
    await file.write(`${cells.map(csvCell).join(',')}\r\n`);
  };
  await write(header);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await file.close();
    isOpen = false;
  };
  return {
    write,
    async commit() {
      await close();
      await rename(temporary, path);
    },
    async [Symbol.asyncDispose]() {
      process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
      await close();
      await rm(temporary, { force: true });
    },
  };
}

/** Nothing for what is not known; quoted where a reader could take a part of it for something else. */
export function csvCell(cell: Cell): string {
  const text = cell === undefined ? '' : String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
