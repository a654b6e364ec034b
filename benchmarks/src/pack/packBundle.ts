import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { libraryVersions } from '../versions.ts';
import { type BundleFile, bundleFiles } from './bundleFiles.ts';

/**
 * Writes the bundle into a folder that is not there yet, whole or not at all, and returns its files.
 * @throws Error where it cannot be made here
 */
export function packBundle(folder: string): readonly BundleFile[] {
  const target = resolve(folder);
  if (existsSync(target)) throw new Error(`pack: ${target} is there already, expected a folder that is not`);
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `pack: this is ${process.platform}-${process.arch}, expected linux-x64, whose Node goes into the bundle`,
    );
  }
  const files = bundleFiles();
  const part = `${target}.${process.pid}.part`;
  try {
    for (const { from, to, isExecutable } of files) {
      const path = join(part, to);
      mkdirSync(dirname(path), { recursive: true });
      cpSync(from, path, { recursive: true, dereference: true });
      if (statSync(path).isFile()) chmodSync(path, isExecutable ? 0o755 : 0o644);
    }
    const app = join(part, 'app/benchmarks');
    writeFileSync(
      join(app, 'package.json'),
      '{ "name": "roentgan-benchmarks", "private": true, "type": "module" }\n',
    );
    writeFileSync(join(app, 'versions.json'), `${JSON.stringify(libraryVersions(), undefined, 2)}\n`);
    renameSync(part, target);
  } finally {
    rmSync(part, { recursive: true, force: true });
  }
  return files;
}
