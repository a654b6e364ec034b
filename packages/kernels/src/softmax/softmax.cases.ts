import type { CaseTable } from '../../test/case.ts';

export const softmaxCases: CaseTable = {
  operation: 'softmax',
  tolerance: 'elementwise',
  cases: [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes: { dim: 1 } },
    { name: '3 features, batch 2', inputs: [[2, 3]] },
    { name: '1000 features', inputs: [[2, 1000]], spread: 4 },
    { name: '6 channels of a picture, batch 2', inputs: [[2, 6, 5, 7]], attributes: { dim: 1 } },
    { name: 'rows of a picture', inputs: [[1, 5, 7, 4]], attributes: { dim: 2 } },
    { name: 'columns, batch 3', inputs: [[3, 6, 3, 5]], attributes: { dim: -1 } },
    { name: 'attention of 17 by 17', inputs: [[2, 17, 17]], spread: 3 },
    { name: 'many short rows', inputs: [[1, 130, 6]] },
    { name: 'attention of 3 heads', inputs: [[1, 3, 20, 33]], spread: 3 },
    { name: 'rows of 1025', inputs: [[1, 5, 1025]], spread: 5 },
    { name: 'rows of 2048, one head', inputs: [[1, 1, 2, 2048]], spread: 5 },
    { name: 'large values', inputs: [[1, 6, 40]], spread: 60 },
    { name: 'rank 5, in the middle', inputs: [[2, 5, 3, 4, 2]], attributes: { dim: 3 } },
    { name: 'rank 6', inputs: [[1, 3, 2, 5, 1, 2]], attributes: { dim: 2 } },
    {
      name: 'residual after relu',
      inputs: [[2, 5, 4, 3]],
      attributes: { dim: 1 },
      epilogue: { activation: { name: 'relu' }, residual: 'afterActivation' },
    },
    { name: 'along a size of 1', inputs: [[2, 5, 1, 3]], attributes: { dim: 2 } },
  ],
};
