import type { CaseTable } from '../../test/case.ts';

export const linearCases: CaseTable = {
  operation: 'linear',
  tolerance: 'sum',
  cases: [
    { name: '1 to 1', inputs: [[1, 1]], weights: { weight: [1, 1] } },
    { name: '5 to 6, batch 3, bias', inputs: [[3, 5]], weights: { weight: [6, 5], bias: [6] } },
    {
      name: '100 to 257, silu',
      inputs: [[2, 100]],
      weights: { weight: [257, 100], bias: [257] },
      epilogue: { activation: { name: 'silu' } },
    },
    {
      name: '3 to 784, residual',
      inputs: [[1, 3]],
      weights: { weight: [784, 3] },
      epilogue: { residual: 'afterActivation' },
    },
    {
      name: 'sine of the result, bias',
      inputs: [[3, 7]],
      weights: { weight: [6, 7], bias: [6] },
      epilogue: { activation: { name: 'sin' } },
    },
    {
      name: 'cosine of the result, residual',
      inputs: [[2, 4]],
      weights: { weight: [5, 4] },
      epilogue: { activation: { name: 'cos' }, residual: 'beforeActivation' },
    },
    {
      name: '530 to 9, more features than slices, batch 3',
      inputs: [[3, 530]],
      weights: { weight: [9, 530], bias: [9] },
      epilogue: { activation: { name: 'leakyRelu', alpha: 0.2 } },
    },
  ],
};
