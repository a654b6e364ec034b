import type { Kernel } from './kernel.ts';

/** Optional features of a device, as `GPUDevice.features` has them. */
export interface Features {
  has(name: string): boolean;
}

/** Whether a kernel compiles on a device of these features. */
export function compilesOn({ needs }: Kernel, features: Features): boolean {
  return needs === undefined || features.has(needs);
}
