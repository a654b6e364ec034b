import { spawnSync } from 'node:child_process';

/**
 * What a Python program prints, read as JSON: the standard library reads what this package writes, as users' programs do.
 * @throws Error where there is no python3, with what to install, and where the program fails
 */
export function runPython(program: string, ...args: readonly string[]): unknown {
  const { status, stdout, stderr, error } = spawnSync('python3', ['-c', program, ...args], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  if (error)
    throw new Error(`python3: ${error.message}; this test needs it (Debian: apt-get install python3)`);
  if (status !== 0) throw new Error(`python3 ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}
