import type { CaseTable } from '../../test/case.ts';

export const upsample2dNearestCases: CaseTable = {
  operation: 'upsample2d',
  tolerance: 'copy',
  cases: [
    { name: '1x1 to 1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes: { size: [1, 1] } },
    { name: 'twice, 3 channels, batch 2', inputs: [[2, 3, 5, 7]], attributes: { size: [10, 14] } },
    { name: '3x5 to 7x8, 5 channels', inputs: [[1, 5, 3, 5]], attributes: { size: [7, 8] } },
    { name: 'smaller, 6 channels', inputs: [[1, 6, 9, 8]], attributes: { size: [4, 3] } },
    { name: '1x1 to 6x1', inputs: [[2, 6, 1, 1]], attributes: { size: [6, 1] } },
  ],
};

const bilinear = (size: readonly number[], alignCorners = false) => ({
  size,
  mode: 'bilinear',
  alignCorners,
});

export const upsample2dBilinearCases: CaseTable = {
  operation: 'upsample2d',
  tolerance: 'elementwise',
  cases: [
    { name: 'bilinear 1x1 to 3x3', inputs: [[1, 1, 1, 1]], attributes: bilinear([3, 3]) },
    { name: 'bilinear twice, 3 channels, batch 2', inputs: [[2, 3, 5, 7]], attributes: bilinear([10, 14]) },
    { name: 'bilinear 3x5 to 7x8, 5 channels', inputs: [[1, 5, 3, 5]], attributes: bilinear([7, 8]) },
    { name: 'bilinear smaller, 6 channels', inputs: [[1, 6, 9, 8]], attributes: bilinear([4, 3]) },
    { name: 'bilinear same size', inputs: [[1, 6, 4, 3]], attributes: bilinear([4, 3]) },
    {
      name: 'corners twice, 3 channels, batch 2',
      inputs: [[2, 3, 5, 7]],
      attributes: bilinear([10, 14], true),
    },
    { name: 'corners 3x5 to 7x8, 6 channels', inputs: [[1, 6, 3, 5]], attributes: bilinear([7, 8], true) },
    { name: 'corners to one row', inputs: [[1, 5, 4, 4]], attributes: bilinear([1, 6], true) },
    { name: 'corners smaller', inputs: [[1, 1, 9, 8]], attributes: bilinear([4, 3], true) },
    { name: 'bilinear to 65x97', inputs: [[1, 5, 33, 32]], attributes: bilinear([65, 97]) },
  ],
};
