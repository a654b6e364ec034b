import { expect, test } from 'vitest';
import { findGpu } from './adapter.ts';

test('finds the adapter of the chosen driver and can get a device from it', async () => {
  const gpu = await findGpu(true);
  if (typeof gpu === 'string') throw new Error(gpu);
  const adapter = await gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  expect(device.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
  device.destroy();
});
