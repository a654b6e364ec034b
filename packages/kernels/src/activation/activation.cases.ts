import type { Case, CaseTable } from '../../test/case.ts';

/** The same shapes for each activation: odd sizes, 1, 3, 5 and 6 channels, every rank, batches, large values. */
function rows(attributes: Case['attributes'] = {}, spread = 4): Case[] {
  return [
    { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes, spread },
    { name: '3 channels, 7x5, batch 2', inputs: [[2, 3, 7, 5]], attributes, spread },
    { name: '5 features, batch 3', inputs: [[3, 5]], attributes, spread },
    { name: '6 channels of a line', inputs: [[2, 6, 11]], attributes, spread },
    { name: 'rank 5', inputs: [[1, 5, 2, 3, 4]], attributes, spread },
    { name: 'rank 1', inputs: [[7]], attributes, spread },
  ];
}

/** Up to about 100; only for what stays bounded, where an absolute tolerance means something. */
const large = (attributes: Case['attributes'] = {}): Case => ({
  name: 'large values',
  inputs: [[1, 6, 16, 17]],
  attributes,
  spread: 40,
});

const table = (operation: string, cases: readonly Case[]): CaseTable => ({
  operation,
  tolerance: 'elementwise',
  cases,
});

const slopes = (row: Case): Case => ({ ...row, weights: { slope: [row.inputs[0]![1] ?? 1] } });

export const activationCases: readonly CaseTable[] = [
  table('relu', rows()),
  table('leakyRelu', [...rows({ negativeSlope: 0.2 }), ...rows().slice(0, 2)]),
  table('prelu', [
    ...rows().map(slopes),
    { name: 'one slope for all', inputs: [[2, 5, 3, 3]], weights: { slope: [1] } },
  ]),
  table('elu', [...rows(), ...rows({ alpha: 0.5 }).slice(1, 2)]),
  table('sigmoid', [...rows(), large()]),
  table('tanh', [...rows(), { ...rows()[1]!, name: 'near 0', spread: 1e-3 }, large()]),
  table('silu', rows()),
  table('gelu', [...rows(), ...rows({ approximate: 'tanh' })]),
  table('clamp', [
    ...rows({ min: -1, max: 2.5 }),
    ...rows({ max: 0 }).slice(1, 2),
    large({ min: 0, max: 6 }),
  ]),
];
