import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fail, root, say, succeeds } from './runStep.mjs';
import { aptInstall, canInstall } from './systemPackages.mjs';

/** Playwright's own download is given up after this long: behind a firewall it hangs. */
const DOWNLOAD_LIMIT_MS = 120_000;
const SYSTEM_NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const LIBRARIES = [
  { package: 'libvulkan1', file: 'libvulkan.so.1' },
  { package: 'mesa-vulkan-drivers', file: 'libvulkan_lvp.so' },
];

/**
 * Path of a Chromium: ROENTGAN_CHROMIUM, Playwright's own, the system's, a fresh download of Playwright's, or
 * the system's package manager. Ends the process where there is none.
 */
export async function findOrInstallChromium() {
  const chosen = process.env.ROENTGAN_CHROMIUM;
  if (chosen) return existsSync(chosen) ? chosen : fail(`ROENTGAN_CHROMIUM is ${chosen}, which is not there`);
  const present = (await playwrightChromium()) ?? systemChromium();
  if (present) return present;
  say('no Chromium found: trying the download of Playwright');
  const playwright = join(root, 'node_modules', '.bin', 'playwright');
  spawnSync(playwright, ['install', 'chromium'], { cwd: root, stdio: 'inherit', timeout: DOWNLOAD_LIMIT_MS });
  const downloaded = await playwrightChromium();
  if (downloaded) return downloaded;
  aptInstall(['chromium']);
  return systemChromium() ?? fail('Chromium was installed, but none of its names is in the path');
}

/** Installs the Vulkan loader and lavapipe, which GPU tests need on Linux, where they are missing. */
export function installGpuLibraries() {
  if (process.platform !== 'linux') return;
  const listed = spawnSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' }).stdout ?? '';
  const missing = LIBRARIES.filter(({ file }) => !listed.includes(file)).map((library) => library.package);
  if (missing.length > 0) aptInstall(missing);
}

/** ONNX's own cases of single operations, where apt-get can bring them; without them their tests are skipped and say so. */
export function installNodeCases() {
  if (process.platform !== 'linux' || existsSync('/usr/share/libonnx-testdata')) return;
  if (canInstall()) aptInstall(['libonnx-testdata']);
  else say('no libonnx-testdata: the ONNX node cases are skipped');
}

async function playwrightChromium() {
  const { chromium } = await import('@playwright/test');
  const path = chromium.executablePath();
  // It comes without the system libraries it needs; where they are missing it cannot start.
  return path && existsSync(path) && succeeds(path, ['--version']) ? path : undefined;
}

function systemChromium() {
  const folders = [...(process.env.PATH ?? '').split(':'), '/usr/bin'];
  return folders
    .flatMap((folder) => SYSTEM_NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
