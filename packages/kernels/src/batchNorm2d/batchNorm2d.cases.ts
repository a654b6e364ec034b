import type { CaseTable } from '../../test/case.ts';

const statistics = (channels: number) => ({ runningMean: [channels], runningVar: [channels] });
const all = (channels: number) => ({ ...statistics(channels), weight: [channels], bias: [channels] });

export const batchNorm2dCases: CaseTable = {
  operation: 'batchNorm2d',
  tolerance: 'elementwise',
  cases: [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], weights: all(1) },
    { name: '3 channels, 5x7, batch 2', inputs: [[2, 3, 5, 7]], weights: all(3) },
    { name: 'statistics alone, 6 channels', inputs: [[1, 6, 4, 3]], weights: statistics(6) },
    { name: 'features, batch 3', inputs: [[3, 5]], weights: all(5), attributes: { eps: 0.001 } },
    { name: 'a line', inputs: [[2, 5, 9]], weights: { ...statistics(5), bias: [5] } },
    {
      name: 'rank 5, residual, relu',
      inputs: [[1, 6, 2, 3, 2]],
      weights: { ...statistics(6), weight: [6] },
      epilogue: { activation: { name: 'relu' }, residual: 'beforeActivation' },
    },
    {
      name: '33 channels, tanh, residual after',
      inputs: [[2, 33, 3, 3]],
      weights: all(33),
      epilogue: { activation: { name: 'tanh' }, residual: 'afterActivation' },
    },
  ],
};
