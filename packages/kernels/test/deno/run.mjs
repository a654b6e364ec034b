import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

// Runs the module that its argument names in Deno on lavapipe, a Vulkan driver in software that has 16-bit floats. A driver that
// VK_DRIVER_FILES or VK_ICD_FILENAMES names already is left alone.
const drivers = '/usr/share/vulkan/icd.d';
const environment = { ...process.env };
if (!environment.VK_DRIVER_FILES && !environment.VK_ICD_FILENAMES) {
  const file = existsSync(drivers) && readdirSync(drivers).find((name) => /^lvp_icd\..*json$/.test(name));
  if (!file) {
    console.error(
      `test:f16: no lvp_icd.*.json in ${drivers}; install mesa-vulkan-drivers or set VK_ICD_FILENAMES`,
    );
    process.exit(1);
  }
  environment.VK_DRIVER_FILES = environment.VK_ICD_FILENAMES = `${drivers}/${file}`;
}
const module = resolve(process.argv[2]);
const { status, error } = spawnSync('deno', ['run', '--unstable-webgpu', '-A', module], {
  env: environment,
  stdio: 'inherit',
});
if (error) console.error(`test:f16: ${error.message}`);
process.exit(status ?? 1);
