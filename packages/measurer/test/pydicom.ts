import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const PYTHON = '/usr/bin/python3';

/**
 * Runs a script that uses pydicom and returns the JSON that it prints.
 * @throws Error that says what to install, where Python or pydicom are missing: nothing is skipped
 */
export function runPydicom<Answer>(script: URL, ...args: readonly string[]): Answer {
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [fileURLToPath(script), ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (error || /ModuleNotFoundError/.test(stderr)) {
    throw new Error(
      `pydicom is missing (${error?.message ?? stderr.trim().split('\n').at(-1)}): apt-get install python3-pydicom python3-numpy, or run npm test as root`,
    );
  }
  if (status !== 0) throw new Error(`${script.pathname} failed: ${stderr}`);
  return JSON.parse(stdout);
}
