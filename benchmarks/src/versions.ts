import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, loadavg, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import { benchmarksFolder } from './builtFolder.ts';
import type { Machine } from './results.ts';

/** Commit of the working tree at `folder`, `+changes` where it differs; `unknown` outside a clone. */
function commitOf(folder: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const commit = git('rev-parse', '--short=10', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : `${commit}+changes`;
  } catch {
    return 'unknown';
  }
}

/** What was bundled: packages that cannot be asked there. */
export const versionsFile = join(benchmarksFolder, 'versions.json');

/** Of the libraries measured, and of Roentgan. */
export interface LibraryVersions {
  readonly tfjs: string;
  readonly ort: string;
  readonly jax: string;
  /** npm `webgpu`. */
  readonly dawn: string;
  readonly roentgan: string;
}

/** As the offline bundle notes them, else as the packages and the working tree say. */
export function libraryVersions(): LibraryVersions {
  if (existsSync(versionsFile)) return JSON.parse(readFileSync(versionsFile, 'utf8')) as LibraryVersions;
  const versionOf = (file: string): string =>
    (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  const { resolve } = createRequire(import.meta.url);
  return {
    tfjs: versionOf(resolve('@tensorflow/tfjs-core/package.json')),
    // Their package.json is not among their exports.
    ort: versionOf(join(dirname(resolve('onnxruntime-web')), '../package.json')),
    jax: versionOf(join(dirname(resolve('@jax-js/jax')), '../package.json')),
    dawn: versionOf(join(dirname(resolve('webgpu')), 'package.json')),
    roentgan: commitOf(benchmarksFolder),
  };
}

export function currentLoad(): number {
  return Math.round(loadavg()[0]! * 100) / 100;
}

export function describeMachine(loadBefore: number): Machine {
  const [first, ...others] = cpus();
  return {
    system: `${type()} ${release()}, ${arch()}`,
    processor: first?.model ?? 'unknown',
    cores: others.length + 1,
    loadBefore,
    loadAfter: currentLoad(),
  };
}
