import { describe, expect, it } from 'vitest';
import { operations, referenceOf, type Tensor } from './index.ts';

type Small = readonly [shape: readonly number[], data: readonly number[]];

interface HandComputed {
  readonly inputs: readonly Small[];
  readonly weights?: Readonly<Record<string, Small>>;
  readonly attributes?: Readonly<Record<string, unknown>>;
}

/** Small enough to check with a pencil. */
const handComputed: readonly [operation: string, given: HandComputed, output: Small][] = [
  [
    'conv2d', // 1*1 + 2*10 + 4*100 + 5*1000 + 0.5, ...
    {
      inputs: [
        [
          [1, 1, 2, 3],
          [1, 2, 3, 4, 5, 6],
        ],
      ],
      weights: {
        weight: [
          [1, 1, 2, 2],
          [1, 10, 100, 1000],
        ],
        bias: [[1], [0.5]],
      },
    },
    [
      [1, 1, 1, 2],
      [5421.5, 6532.5],
    ],
  ],
  [
    'convTranspose2d', // 2 and 3 each spread [1, 10, 100] two apart; 100 * 2 and 1 * 3 meet
    {
      inputs: [
        [
          [1, 1, 1, 2],
          [2, 3],
        ],
      ],
      weights: {
        weight: [
          [1, 1, 1, 3],
          [1, 10, 100],
        ],
      },
      attributes: { stride: [1, 2] },
    },
    [
      [1, 1, 1, 5],
      [2, 20, 203, 30, 300],
    ],
  ],
  [
    'linear',
    {
      inputs: [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      weights: {
        weight: [
          [2, 2],
          [1, 2, 10, 20],
        ],
        bias: [[2], [0, 1]],
      },
    },
    [
      [1, 2],
      [11, 111],
    ],
  ],
  [
    'batchNorm2d', // (7 - 1) / sqrt(4) * 3 + 5
    {
      inputs: [[[1, 1], [7]]],
      weights: { runningMean: [[1], [1]], runningVar: [[1], [4]], weight: [[1], [3]], bias: [[1], [5]] },
      attributes: { eps: 0 },
    },
    [[1, 1], [14]],
  ],
  [
    'instanceNorm2d',
    {
      inputs: [
        [
          [1, 1, 2],
          [1, 5],
        ],
      ],
      attributes: { eps: 0 },
    },
    [
      [1, 1, 2],
      [-1, 1],
    ],
  ],
  [
    'upsample2d', // sources -0.25 (held at 0), 0.25, 0.75, 1.25 (held at 1)
    {
      inputs: [
        [
          [1, 1, 1, 2],
          [0, 4],
        ],
      ],
      attributes: { size: [1, 4], mode: 'bilinear' },
    },
    [
      [1, 1, 1, 4],
      [0, 1, 3, 4],
    ],
  ],
  [
    'pad2d',
    {
      inputs: [
        [
          [1, 1, 1, 3],
          [1, 2, 3],
        ],
      ],
      attributes: { padding: [0, 2, 0, 1], mode: 'reflect' },
    },
    [
      [1, 1, 1, 6],
      [3, 2, 1, 2, 3, 2],
    ],
  ],
  [
    'add',
    {
      inputs: [
        [
          [1, 2, 1],
          [1, 2],
        ],
      ],
      weights: { other: [[2], [10, 20]] },
    },
    [
      [1, 2, 2],
      [11, 21, 12, 22],
    ],
  ],
  [
    'multiply',
    {
      inputs: [
        [
          [2, 2],
          [1, 2, 3, 4],
        ],
        [
          [2, 1],
          [10, 100],
        ],
      ],
    },
    [
      [2, 2],
      [10, 20, 300, 400],
    ],
  ],
  [
    'concat',
    {
      inputs: [
        [
          [2, 1],
          [1, 2],
        ],
        [
          [2, 2],
          [3, 4, 5, 6],
        ],
      ],
    },
    [
      [2, 3],
      [1, 3, 4, 2, 5, 6],
    ],
  ],
  [
    'reshape',
    {
      inputs: [
        [
          [1, 2, 2],
          [1, 2, 3, 4],
        ],
      ],
      attributes: { shape: ['N', 4] },
    },
    [
      [1, 4],
      [1, 2, 3, 4],
    ],
  ],
  [
    'permute',
    {
      inputs: [
        [
          [1, 2, 2],
          [1, 2, 3, 4],
        ],
      ],
      attributes: { dims: [0, 2, 1] },
    },
    [
      [1, 2, 2],
      [1, 3, 2, 4],
    ],
  ],
  [
    'slice',
    {
      inputs: [
        [
          [1, 5],
          [1, 2, 3, 4, 5],
        ],
      ],
      attributes: { starts: [-4], ends: [99], axes: [1], steps: [2] },
    },
    [
      [1, 2],
      [2, 4],
    ],
  ],
  [
    'prelu',
    {
      inputs: [
        [
          [1, 2],
          [-1, -1],
        ],
      ],
      weights: { slope: [[2], [0.5, 0.25]] },
    },
    [
      [1, 2],
      [-0.5, -0.25],
    ],
  ],
  [
    'clamp',
    {
      inputs: [
        [
          [1, 3],
          [-9, 0, 9],
        ],
      ],
      attributes: { max: 1 },
    },
    [
      [1, 3],
      [-9, 0, 1],
    ],
  ],
];

const smallTensor = ([shape, data]: Small): Tensor => ({ shape, data: Float32Array.from(data) });

describe('references by hand', () => {
  it.each(handComputed)('%s', (name, { inputs, weights = {}, attributes = {} }, expected) => {
    const operation = operations[name]!;
    const parsed = operation.parseAttributes(attributes, name);
    const tensors = inputs.map(smallTensor);
    const named = Object.fromEntries(
      Object.entries(weights).map(([key, value]) => [key, smallTensor(value)]),
    );
    const shapes = Object.fromEntries(Object.entries(named).map(([key, { shape }]) => [key, shape]));
    const call = { inputs: tensors.map(({ shape }) => shape), weights: shapes, attributes: parsed };
    const output = referenceOf(operation)(tensors, named, parsed, operation.outputShape(call, name));
    expect(output).toEqual(smallTensor(expected));
  });
});
