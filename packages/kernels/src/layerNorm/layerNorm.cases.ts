import type { CaseTable } from '../../test/case.ts';

const over = (...shape: number[]) => ({
  weights: { weight: shape, bias: shape },
  attributes: { normalizedShape: shape },
});

const far = [1000, 1016, 1024, 1040, 1008, 1056, 1032];

export const layerNormCases: CaseTable = {
  operation: 'layerNorm',
  tolerance: 'elementwise',
  cases: [
    { name: '1x1, 1 channel: only the bias is left', inputs: [[1, 1, 1, 1]], ...over(1, 1, 1) },
    { name: '5 features, batch 3', inputs: [[3, 5]], ...over(5) },
    { name: '6 features without weights', inputs: [[2, 6]], attributes: { normalizedShape: [6] } },
    { name: 'tokens of 32, batch 2', inputs: [[2, 17, 32]], ...over(32) },
    { name: '65 tokens of 130', inputs: [[1, 65, 130]], ...over(130), spread: 3 },
    { name: 'one token of 7', inputs: [[2, 1, 7]], ...over(7) },
    { name: 'all of a sequence', inputs: [[2, 6, 9]], ...over(6, 9) },
    { name: '3 channels and their picture', inputs: [[2, 3, 5, 7]], ...over(3, 5, 7) },
    {
      name: '8 channels and their picture, eps 0.1',
      inputs: [[2, 8, 9, 9]],
      weights: { weight: [8, 9, 9] },
      attributes: { normalizedShape: [8, 9, 9], eps: 0.1 },
    },
    { name: 'a picture of each channel', inputs: [[2, 5, 6, 7]], ...over(6, 7) },
    {
      name: 'columns, only a bias',
      inputs: [[1, 6, 4, 5]],
      weights: { bias: [5] },
      attributes: { normalizedShape: [5] },
    },
    { name: 'rank 5, the last two', inputs: [[2, 3, 4, 2, 5]], ...over(2, 5) },
    { name: 'rank 6, the last', inputs: [[1, 5, 2, 3, 1, 8]], ...over(8) },
    {
      name: 'tokens with a mean far above the deviation',
      inputs: [[2, 6, 131]],
      ...over(131),
      operands: { input: far },
    },
    {
      name: '5 channels and their picture, with a mean far above the deviation',
      inputs: [[2, 5, 9, 17]],
      ...over(5, 9, 17),
      operands: { input: far },
    },
    {
      name: 'tokens, residual, gelu',
      inputs: [[2, 9, 24]],
      ...over(24),
      epilogue: { activation: { name: 'gelu' }, residual: 'beforeActivation' },
    },
    {
      name: 'everything, residual after relu',
      inputs: [[1, 5, 3, 4]],
      ...over(5, 3, 4),
      epilogue: { activation: { name: 'relu' }, residual: 'afterActivation' },
    },
  ],
};
