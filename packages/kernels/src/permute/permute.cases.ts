import type { CaseTable } from '../../test/case.ts';

export const permuteCases: CaseTable = {
  operation: 'permute',
  tolerance: 'copy',
  cases: [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes: { dims: [0, 2, 3, 1] } },
    { name: 'NCHW to NHWC, batch 2', inputs: [[2, 3, 5, 7]], attributes: { dims: [0, 2, 3, 1] } },
    { name: 'NHWC to NCHW', inputs: [[2, 5, 7, 6]], attributes: { dims: [0, 3, 1, 2] } },
    { name: 'channels to places of one channel', inputs: [[2, 6, 1, 1]], attributes: { dims: [0, 2, 3, 1] } },
    { name: 'transposed plane: channels stay', inputs: [[2, 5, 3, 4]], attributes: { dims: [0, 1, 3, 2] } },
    { name: 'sequence', inputs: [[2, 6, 9]], attributes: { dims: [0, 2, 1] } },
    { name: 'features: nothing moves', inputs: [[3, 5]], attributes: { dims: [0, 1] } },
    { name: 'rank 5', inputs: [[1, 5, 2, 3, 4]], attributes: { dims: [0, 4, 2, 1, 3] } },
    { name: 'pixel shuffle', inputs: [[1, 3, 2, 2, 4, 3]], attributes: { dims: [0, 1, 4, 2, 5, 3] } },
    { name: 'rank 6, channels last', inputs: [[2, 1, 3, 2, 5, 2]], attributes: { dims: [0, 5, 4, 3, 2, 1] } },
  ],
};
