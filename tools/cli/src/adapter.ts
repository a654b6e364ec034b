import { existsSync, readdirSync } from 'node:fs';
import { chooseSwiftShader, vulkanDriversChosen } from './vulkanDrivers.ts';

export interface FoundGpu {
  readonly gpu: GPU;
  /** True where the adapter is a program on the CPU. */
  readonly software: boolean;
}

/** Dawn frees its instance, and with it every device, when the object from `create` is collected. */
const kept: GPU[] = [];

/**
 * WebGPU for Node from Dawn (npm `webgpu`): the machine's own adapter, else SwiftShader from an installed Chromium.
 * Returns why there is none otherwise. Vulkan drivers that the caller chose by environment stay chosen.
 */
export async function findGpu(): Promise<FoundGpu | string> {
  const chosen = vulkanDriversChosen();
  const own = chosen || hasGpuDevice() ? await requestGpu() : 'no GPU';
  if (typeof own !== 'string' && !own.software) return own;
  if (chosen) return own;
  if (chooseSwiftShader()) return requestGpu();
  return typeof own === 'string' ? `${own}, and no Chromium with SwiftShader` : own;
}

async function requestGpu(): Promise<FoundGpu | string> {
  const dawn = await import('webgpu').catch(() => undefined);
  if (!dawn) return `npm package webgpu cannot be loaded on ${process.platform}-${process.arch}`;
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return 'no WebGPU adapter';
  kept.push(gpu);
  const { description, vendor, device, isFallbackAdapter } = adapter.info;
  const name = `${description} ${vendor} ${device}`;
  return { gpu, software: isFallbackAdapter || /swiftshader|llvmpipe|lavapipe|basic render/i.test(name) };
}

/** Whether the system shows a GPU at all: spares looking through drivers that would print warnings. */
function hasGpuDevice(): boolean {
  if (process.platform !== 'linux') return true;
  const renders =
    existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'));
  return renders || existsSync('/dev/nvidia0') || existsSync('/dev/dxg');
}
