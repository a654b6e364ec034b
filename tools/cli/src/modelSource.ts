import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UsageError } from './errors.ts';

export interface ModelSource {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

/** Reads a model file's bytes; the caller's path, or the model that comes with the command. */
export async function readModelSource(path: string = defaultModelPath()): Promise<ModelSource> {
  const bytes = await readInputFile(path);
  refuseOtherFormats(path, bytes);
  return { path, bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
}

/** Most files of other frameworks begin with bytes that, as the length of a header, no model file has. */
function refuseOtherFormats(path: string, bytes: Buffer): void {
  const mayBeModel = bytes.length >= 8 && bytes.readBigUInt64LE() < 2 ** 32;
  if (mayBeModel) return;
  throw new Error(
    `${path}: is not a model file; if it is another framework's, roentgan convert ${path} -o MODEL.safetensors makes one`,
  );
}

/** Reads a file that the caller named; the error is one line without system jargon. */
export async function readInputFile(path: string): Promise<Buffer<ArrayBuffer>> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason = {
      ENOENT: 'no such file',
      EISDIR: 'is a folder, expected a file',
      EACCES: 'may not be read',
    };
    throw new Error(`${path}: ${reason[code as keyof typeof reason] ?? (error as Error).message}`);
  }
}

/** Path of the knee generator: copied beside the built command, or in the repository. */
export function defaultModelPath(): string {
  const found = findShippedModel('knee.safetensors');
  if (!found) throw new UsageError('no model that comes with the command is there, expected --model FILE');
  return found;
}

/** A model that comes with the command; `undefined` where it is not there. */
export function findShippedModel(name: string): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  return [join(here, name), join(here, '../../../models', name)].find((candidate) => existsSync(candidate));
}
