import { float, floats, image, int, ints, type OnnxRow, row, text, weights } from './onnxRow.ts';

const norm = { s: weights(4), b: weights(4), m: weights(4), v: floats([0.5, 1, 2, 3], [4]) };

/** What changed from opset to opset, as exporters wrote it. */
export const opsetRows: readonly OnnxRow[] = [
  row('Clip by attributes', 7, {
    inputs: image,
    steps: [['Clip', ['x'], { min: float(-0.25), max: float(0.5) }]],
    rank: 4,
  }),
  row('Clip by inputs', 12, {
    inputs: image,
    constants: { low: floats([-0.25], []), high: floats([0.5], []) },
    steps: [['Clip', ['x', 'low', 'high']]],
    rank: 4,
  }),
  ...[7, 9, 14, 15].map((opset) =>
    row('BatchNormalization', opset, {
      inputs: image,
      constants: norm,
      steps: [['BatchNormalization', ['x', 's', 'b', 'm', 'v'], { epsilon: float(1e-3) }]],
      rank: 4,
    }),
  ),
  row('Upsample by attribute', 7, {
    inputs: image,
    steps: [['Upsample', ['x'], { scales: { floats: [1, 1, 2, 3] }, mode: text('nearest') }]],
    rank: 4,
  }),
  row('Upsample by input', 9, {
    inputs: image,
    constants: { scales: floats([1, 1, 2, 2], [4]) },
    steps: [['Upsample', ['x', 'scales'], { mode: text('linear') }]],
    rank: 4,
  }),
  row('Resize', 10, {
    inputs: image,
    constants: { scales: floats([1, 1, 2, 2], [4]) },
    steps: [['Resize', ['x', 'scales'], { mode: text('nearest') }]],
    rank: 4,
  }),
  row('Squeeze and Unsqueeze by attribute', 11, {
    inputs: image,
    steps: [
      ['Unsqueeze', ['x'], { axes: ints(2) }],
      ['Relu', ['s0']],
      ['Squeeze', ['s1'], { axes: ints(2) }],
    ],
    rank: 4,
  }),
  row('Squeeze and Unsqueeze by input', 13, {
    inputs: image,
    constants: { axes: [2] },
    steps: [
      ['Unsqueeze', ['x', 'axes']],
      ['Relu', ['s0']],
      ['Squeeze', ['s1', 'axes']],
    ],
    rank: 4,
  }),
  row('ReduceSum by attribute', 11, {
    inputs: image,
    steps: [['ReduceSum', ['x'], { axes: ints(1, -1), keepdims: int(0) }]],
    rank: 2,
  }),
  ...['ReduceMean', 'ReduceMax', 'ReduceL2', 'ReduceLogSumExp', 'ReduceProd'].flatMap((op) => [
    row(`${op} by attribute`, 13, { inputs: image, steps: [[op, ['x'], { axes: ints(2, 3) }]], rank: 4 }),
    row(`${op} by input`, 18, {
      inputs: image,
      constants: { axes: [2, 3] },
      steps: [[op, ['x', 'axes'], { keepdims: int(0) }]],
      rank: 2,
    }),
  ]),
  row('ReduceSum of no axes', 18, {
    inputs: image,
    steps: [['ReduceSum', ['x'], { noop_with_empty_axes: int(1) }]],
    rank: 4,
  }),
  row('Softmax over all from axis 2', 11, {
    inputs: image,
    steps: [['Softmax', ['x'], { axis: int(2) }]],
    rank: 4,
  }),
  row('Softmax over axis 2', 13, { inputs: image, steps: [['Softmax', ['x'], { axis: int(2) }]], rank: 4 }),
  row('Pad by attribute', 10, {
    inputs: image,
    steps: [['Pad', ['x'], { pads: ints(0, 0, 1, 2, 0, 0, 3, 0), mode: text('reflect') }]],
    rank: 4,
  }),
  row('Pad by axes', 18, {
    inputs: image,
    constants: { pads: [1, 2, 0, 1], value: floats([0.5], []), axes: [-1, 2] },
    steps: [['Pad', ['x', 'pads', 'value', 'axes']]],
    rank: 4,
  }),
  row('Pad that wraps', 19, {
    inputs: image,
    constants: { pads: [0, 1, 0, 2, 0, 0, 3, 0] },
    steps: [['Pad', ['x', 'pads'], { mode: text('wrap') }]],
    rank: 4,
  }),
  ...(['linear', 'cubic'] as const).map((mode) =>
    row(`Resize ${mode} with antialias`, 18, {
      inputs: { x: ['N', 2, 9, 11] },
      constants: { sizes: [4, 6] },
      steps: [['Resize', ['x', '', '', 'sizes'], { mode: text(mode), antialias: int(1), axes: ints(2, 3) }]],
      rank: 4,
    }),
  ),
  row('Resize that keeps the aspect', 18, {
    inputs: { x: ['N', 2, 8, 6] },
    constants: { sizes: [4, 4] },
    steps: [
      [
        'Resize',
        ['x', '', '', 'sizes'],
        { mode: text('linear'), keep_aspect_ratio_policy: text('not_larger'), axes: ints(2, 3) },
      ],
    ],
    rank: 4,
  }),
  ...['zeros', 'border', 'reflection'].flatMap((padding) =>
    [16, 20].map((opset) =>
      row(`GridSample with ${padding}`, opset, {
        inputs: { ...image, grid: ['N', 3, 7, 2] },
        steps: [
          [
            'GridSample',
            ['x', 'grid'],
            {
              mode: text(opset === 16 ? 'bilinear' : 'linear'),
              padding_mode: text(padding),
              align_corners: int(opset === 16 ? 1 : 0),
            },
          ],
        ],
        rank: 4,
      }),
    ),
  ),
  row('GridSample nearest', 16, {
    inputs: { ...image, grid: ['N', 3, 7, 2] },
    steps: [['GridSample', ['x', 'grid'], { mode: text('nearest') }]],
    rank: 4,
  }),
  ...['zeros', 'border', 'reflection'].flatMap((padding) =>
    [16, 20].map((opset) =>
      row(`GridSample cubic with ${padding}`, opset, {
        inputs: { ...image, grid: ['N', 3, 7, 2] },
        steps: [
          [
            'GridSample',
            ['x', 'grid'],
            {
              mode: text(opset === 16 ? 'bicubic' : 'cubic'),
              padding_mode: text(padding),
              align_corners: int(opset === 16 ? 1 : 0),
            },
          ],
        ],
        rank: 4,
      }),
    ),
  ),
  row('GridSample by a constant grid', 16, {
    inputs: { x: [1, 4, 6, 5] },
    constants: { grid: weights(1, 3, 2, 2) },
    steps: [['GridSample', ['x', 'grid']]],
    rank: 4,
  }),
  row('GridSample of two images, which a sum mixes', 16, {
    inputs: { x: [2, 4, 6, 5], grid: [2, 3, 7, 2] },
    steps: [
      ['ReduceMean', ['x'], { axes: ints(0) }],
      ['Add', ['x', 's0']],
      ['GridSample', ['s1', 'grid']],
    ],
    rank: 4,
  }),
  row('Gelu', 20, { inputs: image, steps: [['Gelu', ['x'], { approximate: text('tanh') }]], rank: 4 }),
  row('GroupNormalization by channels', 21, {
    inputs: image,
    constants: { s: weights(4), b: weights(4) },
    steps: [['GroupNormalization', ['x', 's', 'b'], { num_groups: int(2) }]],
    rank: 4,
  }),
];
