import type { CaseTable } from '../../test/case.ts';

export const sliceCases: CaseTable = {
  operation: 'slice',
  tolerance: 'copy',
  cases: [
    {
      name: 'everything of 1 value',
      inputs: [[1, 1, 1, 1]],
      attributes: { starts: [0], ends: [1], axes: [1] },
    },
    {
      name: 'channels 1 and 2 of 3, batch 2',
      inputs: [[2, 3, 5, 4]],
      attributes: { starts: [1], ends: [3], axes: [1] },
    },
    {
      name: 'channels 4 to 10 of 12: whole vec4',
      inputs: [[2, 12, 3, 3]],
      attributes: { starts: [4], ends: [10], axes: [1] },
    },
    {
      name: 'first 5 of 6 channels',
      inputs: [[1, 6, 3, 5]],
      attributes: { starts: [0], ends: [5], axes: [-3] },
    },
    {
      name: 'second half of features',
      inputs: [[3, 10]],
      attributes: { starts: [5], ends: [2 ** 63], axes: [1] },
    },
    {
      name: 'crop from both ends',
      inputs: [[2, 5, 7, 8]],
      attributes: { starts: [1, -3], ends: [-1, 100], axes: [2, 3] },
    },
    {
      name: 'every other row, every third column',
      inputs: [[1, 6, 7, 8]],
      attributes: { starts: [1, 0], ends: [7, 8], axes: [2, 3], steps: [2, 3] },
    },
    {
      name: 'every other channel of a line',
      inputs: [[2, 5, 6]],
      attributes: { starts: [-100], ends: [5], axes: [1], steps: [2] },
    },
    {
      name: 'rank 5, channels and depth',
      inputs: [[2, 6, 3, 2, 4]],
      attributes: { starts: [2, 1], ends: [6, 3], axes: [1, 2] },
    },
    {
      name: 'steps beyond the size',
      inputs: [[2, 6, 5, 4]],
      attributes: {
        starts: [3, 1, 2],
        ends: [6, 5, 4],
        axes: [1, 2, 3],
        steps: [7, 2 ** 31 - 1, 2 ** 31 - 1],
      },
    },
    { name: 'no axes', inputs: [[2, 5, 2, 3]], attributes: { starts: [], ends: [], axes: [] } },
  ],
};
