import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, cpus, loadavg, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import type { Machine } from './results.ts';

/** Commit of the working tree at `folder`, `+changes` where it differs; `unknown` outside a clone. */
export function commitOf(folder: string): string {
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  try {
    const commit = git('rev-parse', '--short=10', 'HEAD');
    return git('status', '--porcelain') === '' ? commit : `${commit}+changes`;
  } catch {
    return 'unknown';
  }
}

export function tfjsVersion(): string {
  const { version } = createRequire(import.meta.url)('@tensorflow/tfjs-core/package.json') as {
    version: string;
  };
  return version;
}

/** Its package.json is not among its exports. */
export function ortVersion(): string {
  const main = createRequire(import.meta.url).resolve('onnxruntime-web');
  const text = readFileSync(join(dirname(main), '../package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
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
