import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, runStep, say } from './runStep.mjs';

const marker = join(root, 'node_modules', '.roentgan-setup');

/** Checks Node and installs the dependencies; returns at once where they are up to date. */
export function setUp() {
  requireNode();
  const wanted = fingerprint();
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) {
    say('dependencies are up to date');
    return;
  }
  const { packageManager } = readPackage();
  // CI=true: pnpm asks nothing, and the lockfile stays as it is.
  const args = ['-y', packageManager, 'install', '--frozen-lockfile'];
  runStep('install', 'npx', args, { CI: 'true' });
  writeFileSync(marker, wanted);
}

function requireNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  const [, needMajor, needMinor] = readPackage()
    .engines.node.match(/(\d+)\.(\d+)/)
    .map(Number);
  if (major > needMajor || (major === needMajor && minor >= needMinor)) return;
  fail(`Node is ${process.versions.node}, expected ${needMajor}.${needMinor} or newer`);
}

/** Changes with whatever makes an installation stale. */
function fingerprint() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json'])
    hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

function readPackage() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
}
