import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The installed command; `npm run build` makes what it loads. */
export const commandFile = join(dirname(fileURLToPath(import.meta.url)), '../bin/roentgan.js');

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built command in `folder`. A command that does not end by itself has code null. */
export function runCommand(folder: string, ...args: string[]): CommandResult {
  return runCommandWith({}, folder, ...args);
}

/** As `runCommand`, with more environment variables. */
export function runCommandWith(
  environment: Readonly<Record<string, string>>,
  folder: string,
  ...args: string[]
): CommandResult {
  const result = spawnSync(process.execPath, [commandFile, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...environment },
    timeout: 60_000,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}
