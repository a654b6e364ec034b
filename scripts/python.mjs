import { succeeds } from './runStep.mjs';
import { aptInstall, installMissing } from './systemPackages.mjs';

/** Python 3, whose standard library reads the tars and zips of exported datasets in tests; without it they fail and say so. */
export function installPython() {
  if (!succeeds('python3', ['--version'])) aptInstall(['python3']);
}

/** What the trainer computes, exports and plots with: Debian's Python, for which these packages are. */
const TRAINER = [
  ['torch', 'python3-torch'],
  ['onnx', 'python3-onnx'],
  ['PIL', 'python3-pil'],
  ['numpy', 'python3-numpy'],
  ['matplotlib', 'python3-matplotlib'],
  ['scipy', 'python3-scipy'],
].map(([module, name]) => ({
  package: name,
  isThere: () => succeeds('/usr/bin/python3', ['-c', `import ${module}`]),
}));

/** Installs them where they are missing; without them the trainer's tests fail and say so. */
export function installTrainerTools() {
  installMissing(TRAINER);
}
