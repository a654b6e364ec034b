import { fail, runStep, succeeds } from './runStep.mjs';

/** Whether this machine is a Debian or Ubuntu and we may install packages on it. */
export function canInstall() {
  return succeeds('apt-get', ['--version']) && process.getuid?.() === 0;
}

/** Installs Debian packages, with what they depend on; `--no-install-recommends` where only that is wanted. Ends the process where it cannot. */
export function aptInstall(packages, ...options) {
  const command = `apt-get update && apt-get install -y ${[...options, ...packages].join(' ')}`;
  if (!canInstall()) fail(`missing: ${packages.join(', ')}. Install with: sudo sh -c '${command}'`);
  runStep(`install ${packages.join(', ')}`, 'sh', ['-c', command], { DEBIAN_FRONTEND: 'noninteractive' });
}

/** Installs what of these tools, each named by its package, is missing; on Linux only. */
export function installMissing(tools) {
  if (process.platform !== 'linux') return;
  const missing = tools.filter(({ isThere }) => !isThere()).map((tool) => tool.package);
  if (missing.length > 0) aptInstall(missing, '--no-install-recommends');
}
