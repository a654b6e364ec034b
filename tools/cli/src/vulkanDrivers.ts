import { existsSync, readdirSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The driver list that Chromium ships beside its copy of SwiftShader, a Vulkan driver in software. */
const DRIVER_LIST = 'vk_swiftshader_icd.json';
const BROWSER_FOLDERS = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/chromium.org/chromium',
];

/** True where the caller already chose Vulkan drivers; then nothing here overrides the choice. */
export function vulkanDriversChosen(environment: NodeJS.ProcessEnv = process.env): boolean {
  return Boolean(environment.VK_DRIVER_FILES || environment.VK_ICD_FILENAMES);
}

/** Path of a SwiftShader driver list: of ROENTGAN_CHROMIUM, an installed Chromium or Playwright's cache. */
export function findSwiftShader(folders: readonly string[] = searchFolders()): string | undefined {
  return folders.map((folder) => join(folder, DRIVER_LIST)).find((file) => existsSync(file));
}

/** What makes the Vulkan loader use only this driver. Must be set before Dawn looks for adapters. */
export function vulkanEnvironment(driverList: string): Record<string, string> {
  // SwiftShader complains on stderr where XDG_RUNTIME_DIR is not set; it puts nothing there.
  const runtimeFolder = process.env.XDG_RUNTIME_DIR || tmpdir();
  return { VK_DRIVER_FILES: driverList, VK_ICD_FILENAMES: driverList, XDG_RUNTIME_DIR: runtimeFolder };
}

/** The environment of GPU tests: SwiftShader, so that results are the same on every machine. */
export function testVulkanEnvironment(): Record<string, string> {
  const driverList = vulkanDriversChosen() ? undefined : findSwiftShader();
  return driverList ? vulkanEnvironment(driverList) : {};
}

/** Sets the process up for SwiftShader and returns true where one was found. */
export function chooseSwiftShader(): boolean {
  const driverList = findSwiftShader();
  if (!driverList) return false;
  Object.assign(process.env, vulkanEnvironment(driverList));
  return true;
}

/** Folders that may hold a SwiftShader, in order of preference. */
export function searchFolders(environment: NodeJS.ProcessEnv = process.env): string[] {
  const { ROENTGAN_CHROMIUM: browser, PLAYWRIGHT_BROWSERS_PATH: path } = environment;
  const cache = path || join(homedir(), '.cache', 'ms-playwright');
  return [...(browser ? [dirname(browser)] : []), ...BROWSER_FOLDERS, ...foldersBelow(cache, 2)];
}

/** Folders up to `depth` levels below `root`; newest browser revisions first. */
function foldersBelow(root: string, depth: number): string[] {
  if (depth === 0 || !existsSync(root)) return [];
  const names = readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .sort()
    .reverse();
  return names.flatMap((folder) => [folder, ...foldersBelow(folder, depth - 1)]);
}
