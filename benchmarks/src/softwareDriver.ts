import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { vulkanDriversChosen, vulkanEnvironment } from '../../tools/cli/src/vulkanDrivers.ts';

const driverFolder = '/usr/share/vulkan/icd.d';

/** Mesa's lavapipe as the only Vulkan driver; nothing where it is not installed or drivers are chosen already. */
export function lavapipeAlone(): Record<string, string> {
  if (vulkanDriversChosen() || !existsSync(driverFolder)) return {};
  const file = readdirSync(driverFolder).find((name) => /^lvp_icd\..*json$/.test(name));
  return file ? vulkanEnvironment(join(driverFolder, file)) : {};
}
