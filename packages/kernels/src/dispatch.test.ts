import { describe, expect, it } from 'vitest';
import { flatWorkgroups, workgroupSize } from './index.ts';

describe('flatWorkgroups', () => {
  it.each([
    [0, [1, 1, 1]],
    [1, [1, 1, 1]],
    [64, [1, 1, 1]],
    [65, [2, 1, 1]],
    [65535 * 64, [65535, 1, 1]],
    [65535 * 64 + 1, [65535, 2, 1]],
  ])('%i invocations', (invocations, workgroups) => {
    expect(flatWorkgroups(invocations)).toEqual(workgroups);
  });

  it.each([65535 * 64 + 1, 64 * 256 * 256 * 64, 2 ** 31, 65535 ** 2 * 64, 65535 ** 2 * 64 + 1])(
    'covers %i within the limits of each dimension',
    (invocations) => {
      const workgroups = flatWorkgroups(invocations);
      const [x, y, z] = workgroups;
      expect(workgroups.every((count) => Number.isInteger(count) && count >= 1 && count <= 65535)).toBe(true);
      expect(x * y * z * workgroupSize).toBeGreaterThanOrEqual(invocations);
      // A row of workgroups less would not do.
      expect((x * y * z - x * y) * workgroupSize).toBeLessThan(invocations);
    },
  );
});
