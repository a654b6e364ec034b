import { expect, test } from 'vitest';
import { findGpu } from './adapter.ts';

test('finds the adapter of the chosen driver and can get a device from it', async () => {
  const found = await findGpu('allowed');
  if (typeof found === 'string') throw new Error(found);
  const adapter = await found.gpu.requestAdapter();
  const device = await adapter!.requestDevice();
  expect(device.limits.maxStorageBuffersPerShaderStage).toBeGreaterThanOrEqual(8);
  expect(found.software).toBe(/swiftshader|llvmpipe/i.test(adapter!.info.description));
  device.destroy();
});

test('a software adapter is refused by whoever does not want one', async () => {
  const found = await findGpu('allowed');
  const hardware = await findGpu('refused');
  if (typeof found === 'string' || !found.software) expect(hardware).toEqual(found);
  else expect(hardware).toBe('the only WebGPU adapter is in software');
});
