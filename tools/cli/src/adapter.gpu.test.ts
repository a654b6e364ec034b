import { expect, test } from 'vitest';
import { findGpu } from './adapter.ts';

test('finds the adapter of the chosen driver and can get a device from it', async () => {
  const found = await findGpu();
  if (typeof found === 'string') throw new Error(found);
  const adapter = await found.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  expect(device.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
  expect(found.software).toBe(/swiftshader|llvmpipe/i.test(adapter!.info.description));
  device.destroy();
});
