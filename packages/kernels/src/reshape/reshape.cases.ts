import type { CaseTable } from '../../test/case.ts';

export const reshapeCases: CaseTable = {
  operation: 'reshape',
  tolerance: 'copy',
  cases: [
    { name: '1 value', inputs: [[1, 1, 1, 1]], attributes: { shape: ['N', 1] } },
    { name: 'flatten 3 channels, batch 2', inputs: [[2, 3, 5, 7]], attributes: { shape: ['N', -1] } },
    { name: 'features to 6 channels', inputs: [[3, 90]], attributes: { shape: ['N', 6, 5, 3] } },
    { name: 'squeeze: channels stay', inputs: [[2, 5, 1, 1]], attributes: { shape: ['N', 5] } },
    { name: 'rows into channels', inputs: [[2, 5, 4, 3]], attributes: { shape: ['N', 10, 2, 3] } },
    { name: 'channels into columns', inputs: [[1, 6, 2, 2]], attributes: { shape: ['N', 1, -1, 8] } },
    {
      name: 'rank 4 to 6: pixel shuffle',
      inputs: [[1, 12, 2, 3]],
      attributes: { shape: ['N', 3, 2, 2, 2, 3] },
    },
    { name: 'rank 5 to 3', inputs: [[2, 5, 2, 1, 3]], attributes: { shape: ['N', 3, 10] } },
    { name: 'a line to features', inputs: [[2, 3, 7]], attributes: { shape: ['N', 21] } },
    { name: 'rank 1 to rank 4', inputs: [[5]], attributes: { shape: ['N', 1, 1, 1] } },
    { name: 'rank 2 to rank 1', inputs: [[5, 1]], attributes: { shape: ['N'] } },
  ],
};
