import type { CaseTable } from '../../test/case.ts';

export const concatCases: CaseTable = {
  operation: 'concat',
  tolerance: 'copy',
  cases: [
    {
      name: '1 and 1 channel, 1x1',
      inputs: [
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ],
    },
    {
      name: '3 and 5 channels, batch 2',
      inputs: [
        [2, 3, 5, 4],
        [2, 5, 5, 4],
      ],
      attributes: { axis: 1 },
    },
    {
      name: '6 and 1 channels',
      inputs: [
        [1, 6, 3, 3],
        [1, 1, 3, 3],
      ],
      attributes: { axis: -3 },
    },
    {
      name: '8 and 6 channels: whole vec4',
      inputs: [
        [2, 8, 3, 2],
        [2, 6, 3, 2],
      ],
    },
    {
      name: 'features, batch 3',
      inputs: [
        [3, 5],
        [3, 6],
      ],
    },
    {
      name: 'rows',
      inputs: [
        [2, 5, 3, 4],
        [2, 5, 2, 4],
      ],
      attributes: { axis: 2 },
    },
    {
      name: 'columns',
      inputs: [
        [2, 6, 3, 1],
        [2, 6, 3, 5],
      ],
      attributes: { axis: -1 },
    },
    {
      name: 'a line',
      inputs: [
        [2, 3, 7],
        [2, 3, 2],
      ],
      attributes: { axis: 2 },
    },
    {
      name: 'rank 5, depth',
      inputs: [
        [2, 5, 1, 3, 2],
        [2, 5, 2, 3, 2],
      ],
      attributes: { axis: 2 },
    },
    {
      name: 'rank 6, axis 4',
      inputs: [
        [2, 3, 2, 2, 1, 3],
        [2, 3, 2, 2, 4, 3],
      ],
      attributes: { axis: 4 },
    },
  ],
};
