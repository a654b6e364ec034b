import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Interpreter } from './contenderProcess.ts';

export const thisNode: Interpreter = { execPath: process.execPath, execArgv: [] };

/**
 * Deno from ROENTGAN_DENO or of the npm package, with its WebGPU (wgpu) switched on. It may read, run and ask what Node may.
 * @throws Error where there is none
 */
export function findDeno(): Interpreter {
  const execPath = process.env.ROENTGAN_DENO ?? packagedDeno();
  if (execPath === undefined || !existsSync(execPath)) {
    throw new Error(
      `no Deno${execPath ? ` at ${execPath}` : ''}, expected npm's package deno or ROENTGAN_DENO`,
    );
  }
  return { execPath, execArgv: ['run', '--no-config', '--unstable-webgpu', '--allow-all'] };
}

/** The program itself: the package's command would stand between a contender and whoever ends it. */
function packagedDeno(): string | undefined {
  try {
    const folder = dirname(createRequire(import.meta.url).resolve('deno/package.json'));
    return join(folder, process.platform === 'win32' ? 'deno.exe' : 'deno');
  } catch {
    return undefined;
  }
}
