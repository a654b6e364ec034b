import { readdir, stat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';

/** An image that the caller named, or one of a folder. */
export interface ImageFile {
  readonly path: string;
  /** Its path inside the folder that was named, or its name; without extension. What is written for it is called after this. */
  readonly stem: string;
  /** Why there is nothing to read. */
  readonly problem?: string;
}

/** Ends the names of drawings that `--overlay` makes. */
export const overlayEnding = '-measured.png';

const extensions = ['.png', '.jpg', '.jpeg', '.dcm'];

/**
 * The images to measure, in the order of the arguments. A folder stands for all PNGs, JPEGs and DICOM files (`.dcm`) in it and below,
 * by name; hidden ones are left out, and unless `drawings` are asked for, contact sheets of `roentgan generate` and drawings of `--overlay`.
 */
export async function listImageFiles(
  paths: readonly string[],
  { drawings = false }: { readonly drawings?: boolean } = {},
): Promise<ImageFile[]> {
  const files: ImageFile[] = [];
  for (const path of paths) {
    // What cannot be looked at is reported where it is read.
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isFolder) {
      files.push({ path, stem: withoutExtension(basename(path)) });
      continue;
    }
    const found = (await imagesBelow(path, '')).filter((name) => drawings || !isDrawing(name));
    if (found.length === 0) files.push({ path, stem: '', problem: `no ${extensions.join(', ')} in it` });
    for (const name of found) files.push({ path: join(path, name), stem: withoutExtension(name) });
  }
  return files;
}

/** Names relative to `root`, sorted as a person would: s2 before s10. */
async function imagesBelow(root: string, folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true });
  entries.sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));
  const names: string[] = [];
  for (const entry of entries) {
    if (entry.name.startsWith('.')) continue;
    const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await imagesBelow(root, name)));
    else if (extensions.includes(extname(entry.name).toLowerCase())) names.push(name);
  }
  return names;
}

function isDrawing(path: string): boolean {
  const name = basename(path);
  return name === 'contact-sheet.png' || name.endsWith(overlayEnding);
}

function withoutExtension(name: string): string {
  return name.slice(0, name.length - extname(name).length);
}
