import { existsSync } from 'node:fs';
import { fail } from './runStep.mjs';
import { aptInstall } from './systemPackages.mjs';

const SYSTEM_PATHS = [
  '/usr/bin/firefox-esr',
  '/usr/bin/firefox',
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/**
 * Path of a Firefox: ROENTGAN_FIREFOX, the system's, or Debian's from the package manager (some 70 MB). Playwright's own is no Firefox
 * that anybody uses. Ends the process where there is none.
 */
export function findOrInstallFirefox() {
  const chosen = process.env.ROENTGAN_FIREFOX;
  if (chosen) return existsSync(chosen) ? chosen : fail(`ROENTGAN_FIREFOX is ${chosen}, which is not there`);
  const find = () => SYSTEM_PATHS.find((path) => existsSync(path));
  const present = find();
  if (present) return present;
  aptInstall(['firefox-esr'], '--no-install-recommends');
  return find() ?? fail('firefox-esr was installed, but is not at /usr/bin/firefox-esr');
}
