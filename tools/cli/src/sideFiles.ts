import { existsSync, realpathSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import type { OpenSideFile } from '@roentgan/weight-converter';

/** A model that is a folder is its model.json, as TensorFlow.js writes it. */
export function sourceFile(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
  if (!isFolder) return path;
  const file = join(path, 'model.json');
  if (existsSync(file)) return file;
  throw new Error(`${path}: is a folder without model.json, expected a TensorFlow.js model or a file`);
}

/** Reads files beside a source that the source names; never one outside its folder, links followed. */
export function sideFilesOf(source: string): OpenSideFile {
  return async (path) => {
    const folder = realpathSync(dirname(source));
    const wanted = join(dirname(source), path);
    let found: string;
    try {
      found = realpathSync(wanted);
    } catch {
      throw new Error(`${wanted} is not there`);
    }
    if (!found.startsWith(folder.endsWith(sep) ? folder : folder + sep))
      throw new Error(`${wanted} is outside the folder`);
    return readFile(found);
  };
}
