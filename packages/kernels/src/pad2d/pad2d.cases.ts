import type { CaseTable } from '../../test/case.ts';

export const pad2dCases: CaseTable = {
  operation: 'pad2d',
  tolerance: 'copy',
  cases: [
    { name: 'zeros around 1x1', inputs: [[1, 1, 1, 1]], attributes: { padding: [1, 1, 1, 1] } },
    { name: 'zeros, 3 channels, batch 2', inputs: [[2, 3, 5, 7]], attributes: { padding: [0, 1, 2, 3] } },
    {
      name: 'a constant, 5 channels',
      inputs: [[1, 5, 3, 4]],
      attributes: { padding: [2, 0, 0, 1], value: -1.5 },
    },
    {
      name: 'reflect as far as it goes',
      inputs: [[2, 5, 3, 4]],
      attributes: { padding: [2, 3, 2, 3], mode: 'reflect' },
    },
    {
      name: 'reflect, 6 channels',
      inputs: [[1, 6, 9, 8]],
      attributes: { padding: [3, 1, 0, 4], mode: 'reflect' },
    },
    {
      name: 'reflect 1x1 by 0',
      inputs: [[1, 3, 1, 1]],
      attributes: { padding: [0, 0, 0, 0], mode: 'reflect' },
    },
    {
      name: 'replicate far beyond the size',
      inputs: [[2, 6, 2, 3]],
      attributes: { padding: [5, 4, 0, 7], mode: 'replicate' },
    },
    {
      name: 'replicate 1x1',
      inputs: [[1, 1, 1, 1]],
      attributes: { padding: [1, 2, 3, 0], mode: 'replicate' },
    },
  ],
};
