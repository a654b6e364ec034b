import { succeeds } from './runStep.mjs';
import { aptInstall } from './systemPackages.mjs';

/** Python 3, whose standard library reads the tars and zips of exported datasets in tests; without it they fail and say so. */
export function installPython() {
  if (!succeeds('python3', ['--version'])) aptInstall(['python3']);
}
