import type { Case, CaseTable } from '../../test/case.ts';

const operands = (...shapes: number[][]) => shapes;
const attributes = (mode: string, paddingMode: string, alignCorners = false) => ({
  mode,
  paddingMode,
  alignCorners,
});

/** Places are seeded too: about a third of them are outside. */
const rowsOf = (mode: string): readonly Case[] => [
  ...['zeros', 'border', 'reflection'].flatMap((padding): Case[] => [
    {
      name: `${mode}, ${padding}, 3 channels, batch 2`,
      inputs: operands([2, 3, 5, 7], [2, 6, 3, 2]),
      attributes: attributes(mode, padding),
    },
    {
      name: `${mode}, ${padding}, corners, 6 channels`,
      inputs: operands([1, 6, 4, 3], [1, 5, 9, 2]),
      attributes: attributes(mode, padding, true),
    },
    {
      name: `${mode}, ${padding}, of one sample, 1 channel`,
      inputs: operands([1, 1, 1, 1], [1, 2, 2, 2]),
      attributes: attributes(mode, padding),
    },
    {
      name: `${mode}, ${padding}, corners of one row, 5 channels`,
      inputs: operands([2, 5, 1, 4], [2, 1, 3, 2]),
      attributes: attributes(mode, padding, true),
    },
  ]),
  {
    name: `${mode} to 1x1, 12 channels`,
    inputs: operands([3, 12, 6, 2], [3, 1, 1, 2]),
    attributes: attributes(mode, 'zeros'),
  },
  {
    name: `${mode}, 96 channels, batch 2`,
    inputs: operands([2, 96, 9, 8], [2, 11, 7, 2]),
    attributes: attributes(mode, 'border'),
  },
  {
    name: `${mode}, planar grid, 6 channels, batch 2`,
    inputs: operands([2, 6, 4, 5], [2, 2, 3, 7]),
    attributes: { ...attributes(mode, 'border'), planarGrid: true },
  },
  { name: `${mode}, 28 channels`, inputs: operands([1, 28, 3, 3], [1, 4, 6, 2]), attributes: { mode } },
];

export const gridSampleBilinearCases: CaseTable = {
  operation: 'gridSample',
  tolerance: 'elementwise',
  cases: rowsOf('bilinear'),
};

export const gridSampleBicubicCases: CaseTable = {
  operation: 'gridSample',
  tolerance: 'elementwise',
  cases: [
    ...rowsOf('bicubic'),
    ...['zeros', 'border', 'reflection'].flatMap((padding): Case[] =>
      [false, true].map((alignCorners) => ({
        name: `bicubic, ${padding}, ${alignCorners ? 'corners, ' : ''}of 2 by 3 samples, places up to twice as far`,
        inputs: operands([2, 1, 2, 3], [2, 9, 7, 2]),
        attributes: attributes('bicubic', padding, alignCorners),
        operands: { other: [-2, 1.9, -1.3, 1.1, -1.02, 1.01, -0.6, 0.55, 0, -0.99, 1, -1.6, 0.2] },
      })),
    ),
    {
      name: 'bicubic, planar grid, 1 channel, border',
      inputs: operands([2, 1, 9, 8], [2, 2, 7, 5]),
      attributes: { ...attributes('bicubic', 'border'), planarGrid: true },
    },
  ],
};

export const gridSampleNearestCases: CaseTable = {
  operation: 'gridSample',
  tolerance: 'copy',
  cases: rowsOf('nearest'),
};

/** Not in `tables`, whose rows run in ONNX Runtime too: it does not say what such places are. */
export const gridSampleOddPlacesCases: CaseTable = {
  operation: 'gridSample',
  tolerance: 'elementwise',
  cases: ['bilinear', 'nearest', 'bicubic'].flatMap((mode) =>
    ['zeros', 'border', 'reflection'].map((padding) => ({
      name: `${mode}, ${padding}, places that are no numbers or far away`,
      inputs: operands([2, 5, 3, 4], [2, 5, 3, 2]),
      attributes: attributes(mode, padding),
      operands: {
        other: [Number.NaN, 0.3, -0.1, Number.NaN, 1e30, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
      },
    })),
  ),
};
