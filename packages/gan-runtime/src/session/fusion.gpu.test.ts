import { describe, expect, it } from 'vitest';
import { testGpu } from '../../../kernels/test/device.ts';
import { compareBackends } from '../../test/compareBackends.ts';
import { fusionCases } from '../../test/fusionCases.ts';

describe('fused plans', () => {
  it.each(fusionCases)('$name', async ({ build, batch, dispatches }) => {
    const found = await compareBackends(build(), batch, { backend: 'webgpu', gpu: testGpu() });
    // Sums of a few hundred terms of order 1, in f32.
    expect(found.difference).toBeLessThan(2e-5);
    if (dispatches !== undefined) expect(found.dispatches).toBe(dispatches);
  });
});
