import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { planModel } from '@roentgan/gan-runtime';
import { parseHeader } from '@roentgan/gan-runtime/model-file';
import type { ChooseKernel } from '@roentgan/gan-runtime/tuning';
import type { ElementType } from '@roentgan/kernels';
import type { ModelSource } from '../modelSource.ts';
import { indexText, type ShaderFile, shaderFiles } from './shaderFiles.ts';

const indexFile = 'index.md';
/** What index.md of an earlier run opens with: only a folder of its kind is ever replaced. */
const mark = '# Shaders of ';

/** What `inspect --wgsl --json` prints. */
export interface WrittenShaders {
  readonly folder: string;
  readonly layers: readonly Omit<ShaderFile, 'text'>[];
}

/** Which of a model's shaders are written. */
export interface ShaderChoice {
  readonly type?: ElementType | undefined;
  readonly batch?: number | undefined;
  /** What chooses among an operation's kernels; the defaults where absent. */
  readonly choose?: ChooseKernel | undefined;
  /** Whose choice that is. */
  readonly chosenFor: string;
}

/**
 * Writes the shaders of a model into a new or empty folder, or over an earlier one with `force`; whole, or not at all.
 * @throws Error where the folder holds something else
 */
export async function writeShaders(
  { bytes, path }: ModelSource,
  folder: string,
  force: boolean,
  { type = 'f32', batch = 1, choose, chosenFor }: ShaderChoice,
): Promise<WrittenShaders> {
  const { graph, tensors } = parseHeader(bytes, bytes.length, path);
  const files = shaderFiles(planModel(graph, tensors, { batch, elementType: type, choose }));
  const exists = await mayWrite(folder, force);
  await replaceFolder(
    resolve(folder),
    exists,
    new Map([
      ...files.map(({ file, text }) => [file, text] as const),
      [indexFile, indexText(basename(path), files, chosenFor)],
    ]),
  );
  return { folder, layers: files.map(({ text: _, ...layer }) => layer) };
}

/** Whether the folder is there. */
async function mayWrite(folder: string, force: boolean): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Error(
      `${folder}: ${error.code === 'ENOTDIR' ? 'is a file' : error.message}, expected a folder`,
    );
  });
  if (!names || names.length === 0) return names !== undefined;
  const index = names.includes(indexFile) ? await readFile(join(folder, indexFile), 'utf8') : '';
  const isOurs =
    index.startsWith(mark) && names.every((name) => name === indexFile || /^\d+-.*\.wgsl$/.test(name));
  if (!isOurs)
    throw new Error(`${folder}: is not empty and holds other files, expected a new or empty folder`);
  if (!force) throw new Error(`${folder}: has shaders already, expected a new or empty folder, or --force`);
  return true;
}

async function replaceFolder(
  folder: string,
  exists: boolean,
  files: ReadonlyMap<string, string>,
): Promise<void> {
  await mkdir(dirname(folder), { recursive: true });
  const name = join(dirname(folder), `.${basename(folder)}.${randomBytes(4).toString('hex')}`);
  const [fresh, old] = [`${name}.part`, `${name}.old`];
  try {
    await mkdir(fresh);
    for (const [file, text] of files) await writeFile(join(fresh, file), text);
    if (exists) await rename(folder, old);
    try {
      await rename(fresh, folder);
    } catch (error) {
      if (exists) await rename(old, folder);
      throw error;
    }
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
  if (exists) await rm(old, { recursive: true, force: true });
}
