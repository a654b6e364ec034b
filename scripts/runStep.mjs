import { spawn, spawnSync } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository root; every step runs here. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Prints one line that says what happens. */
export function say(text) {
  process.stdout.write(`\n== ${text}\n`);
}

/** Ends the process with one line on stderr. */
export function fail(text, code = 1) {
  process.stderr.write(`\n${text}\n`);
  process.exit(code);
}

/** Runs a command with the terminal's input and output; a failure ends the process with the command's exit code. */
export function runStep(name, command, args, environment = {}) {
  say(`${name}: ${[command, ...args].join(' ')}`);
  const started = Date.now();
  const result = spawnSync(command, args, stepOptions(environment));
  if (result.error) fail(`${name} could not start: ${result.error.message}`);
  if (result.status !== 0)
    fail(`${name} failed (${result.signal ?? `exit ${result.status}`})`, result.status ?? 1);
  process.stdout.write(`${name}: done in ${((Date.now() - started) / 1000).toFixed(0)} s\n`);
}

/** Starts a command that runs until it is interrupted; this process hands on signals and ends with it. */
export function startStep(name, command, args) {
  say(`${name}: ${[command, ...args].join(' ')}`);
  const child = spawn(command, args, stepOptions({}));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`${name} could not start: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 1));
}

/** Whether a command ends well; its output is hidden. */
export function succeeds(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: 'ignore', ...options }).status === 0;
}

/** Commands of the workspace (turbo, pnpm, roentgan, ...) come first in the path. */
function stepOptions(extra) {
  const path = [join(root, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1', ...extra, PATH: path };
  // On Windows commands of packages are scripts, which only a shell starts.
  return { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' };
}
