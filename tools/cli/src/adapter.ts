import { existsSync, readdirSync } from 'node:fs';
import { chooseSwiftShader, vulkanDriversChosen } from './vulkanDrivers.ts';

/** Dawn frees its instance, and with it every device, when the object from `create` is collected. */
const kept: GPU[] = [];

/**
 * WebGPU for Node from Dawn (npm `webgpu`) on the machine's own adapter; with `orSwiftShader` else on that of an installed
 * Chromium. Returns why there is none otherwise. Vulkan drivers that the caller chose by environment stay chosen.
 */
export async function findGpu(orSwiftShader: boolean): Promise<GPU | string> {
  const chosen = vulkanDriversChosen();
  const own = chosen || hasGpuDriver() ? await openDawn() : 'there is no GPU driver here';
  if (typeof own !== 'string' || chosen || !orSwiftShader) return own;
  return chooseSwiftShader() ? openDawn() : `${own}, and no Chromium with SwiftShader`;
}

async function openDawn(): Promise<GPU | string> {
  const dawn = await import('webgpu').catch(() => undefined);
  if (!dawn) return `npm package webgpu cannot be loaded on ${process.platform}-${process.arch}`;
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  if (!(await gpu.requestAdapter().catch(() => null))) return 'no WebGPU adapter';
  kept.push(gpu);
  return gpu;
}

/** Whether the system shows a GPU at all: spares looking through drivers that would print warnings. */
function hasGpuDriver(): boolean {
  if (process.platform !== 'linux') return true;
  const renders =
    existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  return renders || existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}
