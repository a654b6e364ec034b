import { describe, expect, it } from 'vitest';
import { testGpu } from '../../../packages/kernels/test/device.ts';
import { convertFamily, familyFiles, readGolden } from './families.ts';
import { compareGolden, goldenBounds } from './golden.ts';

/** SwiftShader stores f16 files' weights as f16 and activations as f32; `test:portability` runs both as f16. */
describe.each(familyFiles())('$name gives what its framework gave on WebGPU', (family) => {
  const golden = readGolden(family);

  it.each(['f32', 'f16'] as const)('with %s weights', async (dtype) => {
    const { bytes } = await convertFamily(family, dtype);
    const difference = await compareGolden(bytes, golden, { backend: 'webgpu', gpu: testGpu() });
    expect(difference).toBeLessThan(goldenBounds[dtype]);
  });
});
