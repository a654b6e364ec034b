import type { CaseTable } from '../../test/case.ts';

export const indexSelectCases: CaseTable = {
  operation: 'indexSelect',
  tolerance: 'copy',
  cases: [
    { name: 'one of one', inputs: [[1, 1, 1, 1]], attributes: { dim: 1, index: [0] } },
    { name: 'channels reversed, batch 2', inputs: [[2, 3, 4, 5]], attributes: { dim: 1, index: [2, 1, 0] } },
    { name: 'more channels', inputs: [[1, 5, 3, 3]], attributes: { dim: 1, index: [4, 0, 0, 2, 3, 1, 4] } },
    { name: 'features', inputs: [[3, 10]], attributes: { dim: -1, index: [9, 0, 5, 5] } },
    { name: 'rows, 5 channels', inputs: [[2, 5, 6, 3]], attributes: { dim: 2, index: [5, 1, 1, 0] } },
    { name: 'columns, 6 channels', inputs: [[1, 6, 2, 4]], attributes: { dim: 3, index: [3, 2, 1, 0, 3] } },
    { name: 'of a line', inputs: [[2, 3, 7]], attributes: { dim: -1, index: [6, 3] } },
    { name: 'rank 5', inputs: [[2, 5, 3, 2, 4]], attributes: { dim: -3, index: [2, 0] } },
  ],
};
