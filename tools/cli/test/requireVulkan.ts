import { findSwiftShader, vulkanDriversChosen } from '../src/vulkanDrivers.ts';

/** Vitest's global set-up of the GPU project: fails the run where no Vulkan driver is there for it. */
export default function requireVulkan(): void {
  if (vulkanDriversChosen() || findSwiftShader()) return;
  throw new Error(
    'GPU tests: no vk_swiftshader_icd.json in /usr/lib/chromium or Playwright cache; install Chromium (npm test does) or set VK_ICD_FILENAMES',
  );
}
