import { findOrInstallChromium, installGpuLibraries, installNodeCases } from './browser.mjs';
import { installDicomTools } from './dicomTools.mjs';
import { findOrInstallFirefox } from './firefox.mjs';
import { installPython, installTrainerTools } from './python.mjs';
import { runStep, say } from './runStep.mjs';
import { setUp } from './setup.mjs';

/** `npm test`: everything, in order, up to the first failure. Needs nothing but Node and (for apt-get) root. */
setUp();
const chromium = await findOrInstallChromium();
say(`Chromium: ${chromium}`);
const firefox = findOrInstallFirefox();
say(`Firefox: ${firefox}`);
installGpuLibraries();
installNodeCases();
installPython();
installTrainerTools();
installDicomTools();
const environment = { ROENTGAN_CHROMIUM: chromium, ROENTGAN_FIREFOX: firefox };

runStep('format and lint', 'biome', ['check', '--error-on-warnings', '.']);
runStep('types', 'turbo', ['run', 'types']);
runStep('build', 'turbo', ['run', 'build']);
runStep('unit tests', 'vitest', ['run', '--project', 'unit'], environment);
if (process.platform === 'linux') {
  runStep('trainer', '/usr/bin/python3', ['-m', 'unittest', 'discover', '-s', 'tools/trainer'], environment);
}
runStep('GPU tests (Dawn)', 'vitest', ['run', '--project', 'gpu'], environment);
runStep(
  'Deno: wgpu in f32 and f16, CPU in web workers',
  'pnpm',
  ['--recursive', 'run', 'test:f16'],
  environment,
);
runStep(
  'page tests (Chromium, and Firefox once)',
  'pnpm',
  ['--filter', '@roentgan/viewer', 'exec', 'playwright', 'test'],
  environment,
);
say('all tests passed');
