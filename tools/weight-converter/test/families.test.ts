import { describe, expect, it } from 'vitest';
import { convertFamily, familyFiles, readGolden } from './families.ts';
import { compareGolden, goldenBounds } from './golden.ts';

describe.each(familyFiles())('$name gives what its framework gave', (family) => {
  const golden = readGolden(family);

  it('on the references and on the CPU', async () => {
    const { bytes } = await convertFamily(family, 'f32');
    for (const backend of ['reference', 'cpu'] as const) {
      expect(await compareGolden(bytes, golden, { backend }), backend).toBeLessThan(goldenBounds.f32);
    }
  });

  it('with f16 weights', async () => {
    const { bytes } = await convertFamily(family, 'f16');
    expect(await compareGolden(bytes, golden, { backend: 'cpu' })).toBeLessThan(goldenBounds.f16);
  });
});
