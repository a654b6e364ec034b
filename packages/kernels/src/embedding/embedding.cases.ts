import type { CaseTable } from '../../test/case.ts';

/** Whole numbers, what rounding makes of others, and indices beyond the table. */
const operands = { input: [0, 4, 2, 1.6, -7, 3, 65504, 0.49, 6] };

export const embeddingCases: CaseTable = {
  operation: 'embedding',
  tolerance: 'copy',
  cases: [
    { name: 'one class of one feature', inputs: [[1]], weights: { weight: [1, 1] }, operands },
    { name: 'an index an image, batch 9', inputs: [[9]], weights: { weight: [7, 5] }, operands },
    { name: '8 features', inputs: [[5]], weights: { weight: [10, 8] }, operands },
    { name: 'an axis of one index', inputs: [[3, 1]], weights: { weight: [5, 6] }, operands },
    { name: 'sequences of 9, batch 2', inputs: [[2, 9]], weights: { weight: [7, 3] }, operands },
    { name: 'sequence of 4', inputs: [[1, 4]], weights: { weight: [4, 12] }, operands },
  ],
};
