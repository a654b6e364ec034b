import { execFileSync } from 'node:child_process';
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { UsageError } from '../arguments.ts';
import { packBundle } from './packBundle.ts';

/** What an archive of the bundle may take, in bytes. */
const largestArchive = 60e6;

/** `roentgan bench pack -o DIR [--archive]`: the offline bundle. */
export function runPack(args: readonly string[]): number {
  const { out, archive } = parse(args);
  packBundle(out);
  process.stdout.write(
    `wrote ${out}: ${megabytes(sizeOf(resolve(out)))}; run it with ${join(out, 'run.sh')}\n`,
  );
  if (!archive) return 0;
  process.stderr.write('compressing, which takes a minute or more\n');
  process.stdout.write(`wrote ${out}.tar.xz: ${megabytes(writeArchive(resolve(out)))}\n`);
  return 0;
}

function parse(args: readonly string[]): { out: string; archive: boolean } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { out: { type: 'string', short: 'o' }, archive: { type: 'boolean' } },
    });
    if (!values.out) throw new Error('needs -o DIR, the folder to write');
    return { out: values.out.replace(/(?<=.)\/+$/, ''), archive: values.archive === true };
  } catch (error) {
    throw new UsageError(`bench pack: ${(error as Error).message}`);
  }
}

/** Compresses the folder as `DIR.tar.xz` and returns its bytes. */
function writeArchive(folder: string): number {
  const part = `${folder}.${process.pid}.part.tar.xz`;
  try {
    execFileSync('tar', ['-C', dirname(folder), '-cJf', part, basename(folder)], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, XZ_OPT: '-6 -T0' }, // on all cores
    });
    const { size } = statSync(part);
    if (size > largestArchive) {
      throw new Error(
        `pack: the archive takes ${megabytes(size)}, expected at most ${megabytes(largestArchive)}`,
      );
    }
    renameSync(part, `${folder}.tar.xz`);
    return size;
  } finally {
    rmSync(part, { force: true });
  }
}

function sizeOf(path: string): number {
  const entry = statSync(path);
  if (!entry.isDirectory()) return entry.size;
  return readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
