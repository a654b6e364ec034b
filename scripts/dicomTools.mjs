import { succeeds } from './runStep.mjs';
import { installMissing } from './systemPackages.mjs';

/** What checks and reads our DICOM files in tests, by other people, so that their opinion counts; OpenSSL issues certificates for C2PA's. */
const TOOLS = [
  { package: 'dicom3tools', isThere: () => succeeds('sh', ['-c', 'command -v dciodvfy']) },
  { package: 'python3-pydicom', isThere: () => succeeds('/usr/bin/python3', ['-c', 'import pydicom']) },
  { package: 'openssl', isThere: () => succeeds('sh', ['-c', 'command -v openssl']) },
  { package: 'python3-numpy', isThere: () => succeeds('/usr/bin/python3', ['-c', 'import numpy']) },
];

/** Installs them on Linux where they are missing; without them the tests of DICOM and C2PA fail and say so. */
export function installDicomTools() {
  installMissing(TOOLS);
}
