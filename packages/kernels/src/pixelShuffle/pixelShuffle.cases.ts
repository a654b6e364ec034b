import type { Case, CaseTable } from '../../test/case.ts';

const bothOrders = (row: Case): Case[] =>
  ['CRD', 'DCR'].map((order) => ({
    ...row,
    name: `${row.name}, ${order}`,
    attributes: { ...row.attributes, order },
  }));

export const pixelShuffleCases: CaseTable = {
  operation: 'pixelShuffle',
  tolerance: 'copy',
  cases: [
    { name: '1x1 by 1', inputs: [[1, 1, 1, 1]], attributes: { upscaleFactor: 1 } },
    { name: 'to 3 channels, batch 2', inputs: [[2, 12, 5, 3]], attributes: { upscaleFactor: 2 } },
    { name: 'to one channel by 3', inputs: [[1, 9, 4, 5]], attributes: { upscaleFactor: 3 } },
    { name: 'to 5 channels', inputs: [[1, 20, 1, 6]], attributes: { upscaleFactor: 2 } },
    { name: 'to 8 channels', inputs: [[2, 32, 3, 3]], attributes: { upscaleFactor: 2 } },
    { name: 'to 6 channels by 4', inputs: [[1, 96, 2, 1]], attributes: { upscaleFactor: 4 } },
  ].flatMap(bothOrders),
};

export const pixelUnshuffleCases: CaseTable = {
  operation: 'pixelUnshuffle',
  tolerance: 'copy',
  cases: [
    { name: '1x1 by 1', inputs: [[1, 1, 1, 1]], attributes: { downscaleFactor: 1 } },
    { name: '3 channels, batch 2', inputs: [[2, 3, 6, 10]], attributes: { downscaleFactor: 2 } },
    { name: 'one channel by 3', inputs: [[1, 1, 9, 6]], attributes: { downscaleFactor: 3 } },
    { name: '5 channels', inputs: [[1, 5, 2, 8]], attributes: { downscaleFactor: 2 } },
    { name: '8 channels', inputs: [[2, 8, 4, 6]], attributes: { downscaleFactor: 2 } },
    { name: '6 channels by 4', inputs: [[1, 6, 4, 8]], attributes: { downscaleFactor: 4 } },
  ].flatMap(bothOrders),
};
