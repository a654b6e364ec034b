import type { Case, CaseTable } from '../../test/case.ts';

const rows: readonly Case[] = [
  { name: '1x1, 1 channel', inputs: [[1, 1, 1, 1]], attributes: { kernelSize: [1, 1] } },
  { name: '2x2, 3 channels, batch 2', inputs: [[2, 3, 6, 8]], attributes: { kernelSize: [2, 2] } },
  { name: 'odd sizes, 5 channels', inputs: [[1, 5, 7, 9]], attributes: { kernelSize: [2, 3] } },
  {
    name: '3x3, stride 2, padding 1, 6 channels',
    inputs: [[2, 6, 9, 8]],
    attributes: { kernelSize: [3, 3], stride: [2, 2], padding: [1, 1, 1, 1] },
  },
  {
    name: 'padding that differs from side to side',
    inputs: [[1, 5, 5, 4]],
    attributes: { kernelSize: [3, 4], stride: [1, 2], padding: [0, 3, 2, 1] },
  },
  {
    name: 'stride above the kernel',
    inputs: [[1, 3, 11, 10]],
    attributes: { kernelSize: [2, 1], stride: [3, 4] },
  },
  { name: 'the whole plane', inputs: [[3, 6, 5, 7]], attributes: { kernelSize: [5, 7] } },
  {
    name: 'ceil mode',
    inputs: [[1, 5, 6, 7]],
    attributes: { kernelSize: [3, 2], stride: [2, 3], padding: [1, 0, 1, 1], ceilMode: true },
  },
  {
    name: 'ceil mode, a window that would start behind the input',
    inputs: [[1, 3, 5, 4]],
    attributes: { kernelSize: [2, 2], stride: [3, 5], padding: [1, 1, 1, 1], ceilMode: true },
  },
];

export const maxPool2dCases: CaseTable = {
  operation: 'maxPool2d',
  tolerance: 'copy',
  cases: [
    ...rows,
    {
      name: 'dilation',
      inputs: [[2, 5, 9, 8]],
      attributes: { kernelSize: [3, 2], stride: [1, 2], padding: [1, 1, 2, 0], dilation: [2, 3] },
    },
  ],
};

export const avgPool2dCases: CaseTable = {
  operation: 'avgPool2d',
  tolerance: 'elementwise',
  cases: [
    ...rows,
    ...rows
      .filter(({ attributes }) => attributes?.padding)
      .map((row) => ({ ...row, attributes: { ...row.attributes, countIncludePad: false } })),
  ],
};
