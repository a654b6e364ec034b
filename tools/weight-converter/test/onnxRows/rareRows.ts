import { floats, image, int, ints, type OnnxRow, row, text, weights } from './onnxRow.ts';

const ramp = (count: number) => Array.from({ length: count }, (_, at) => at);

/** What ONNX's node cases have only in f64 or in integers, or with other attributes. */
export const rareRows: readonly OnnxRow[] = [
  row('CumSum', 14, {
    inputs: image,
    constants: {
      axis: { ...floats([], []), dataType: 7, bytes: new Uint8Array(BigInt64Array.of(2n).buffer) },
    },
    steps: [['CumSum', ['x', 'axis'], { exclusive: int(1), reverse: int(1) }]],
    rank: 4,
  }),
  // As PyTorch writes nn.MultiheadAttention: the batch is the second axis, with the heads, and moves back at the end.
  row('the batch behind the steps of a sequence', 14, {
    inputs: { x: ['N', 5, 4] },
    constants: { w: weights(4, 4), heads: [5, -1, 2], joined: [5, -1, 4] },
    steps: [
      ['Transpose', ['x'], { perm: ints(1, 0, 2) }],
      ['MatMul', ['s0', 'w']],
      ['Reshape', ['s1', 'heads']],
      ['Transpose', ['s2'], { perm: ints(1, 0, 2) }],
      ['Transpose', ['s3'], { perm: ints(0, 2, 1) }],
      ['MatMul', ['s3', 's4']],
      ['Softmax', ['s5']],
      ['MatMul', ['s6', 's3']],
      ['Transpose', ['s7'], { perm: ints(1, 0, 2) }],
      ['Reshape', ['s8', 'joined']],
      ['Transpose', ['s9'], { perm: ints(1, 0, 2) }],
    ],
    rank: 3,
  }),
  row('Trilu', 14, { inputs: image, steps: [['Trilu', ['x'], { upper: int(0) }]], rank: 4 }),
  row('LpPool', 18, {
    inputs: image,
    steps: [['LpPool', ['x'], { kernel_shape: ints(3, 2), pads: ints(1, 0, 1, 0), strides: ints(2, 1) }]],
    rank: 4,
  }),
  row('GlobalLpPool', 13, { inputs: image, steps: [['GlobalLpPool', ['x'], { p: int(1) }]], rank: 4 }),
  row('LpNormalization', 13, {
    inputs: image,
    steps: [['LpNormalization', ['x'], { axis: int(1) }]],
    rank: 4,
  }),
  row('Einsum of attention', 13, {
    inputs: { q: ['N', 3, 5, 4], k: ['N', 3, 6, 4] },
    steps: [['Einsum', ['q', 'k'], { equation: text('bhid, bhjd -> bhij') }]],
    rank: 4,
  }),
  row('Einsum with a constant and a sum', 13, {
    inputs: { x: ['N', 3, 5] },
    constants: { w: weights(5, 2) },
    steps: [['Einsum', ['x', 'w'], { equation: text('nij,jk->nk') }]],
    rank: 2,
  }),
  row('AveragePool ceil', 13, {
    inputs: image,
    steps: [
      [
        'AveragePool',
        ['x'],
        { kernel_shape: ints(3, 3), strides: ints(2, 2), pads: ints(1, 1, 1, 1), ceil_mode: int(1) },
      ],
    ],
    rank: 4,
  }),
  row('MaxPool with dilation', 13, {
    inputs: image,
    steps: [['MaxPool', ['x'], { kernel_shape: ints(2, 2), dilations: ints(2, 3), pads: ints(1, 0, 0, 1) }]],
    rank: 4,
  }),
  row('MaxPool of volumes', 13, {
    inputs: { x: ['N', 2, 5, 6, 4] },
    steps: [
      [
        'MaxPool',
        ['x'],
        { kernel_shape: ints(3, 2, 2), strides: ints(2, 1, 2), pads: ints(1, 0, 0, 1, 1, 0) },
      ],
    ],
    rank: 5,
  }),
  row('Conv of lines', 13, {
    inputs: { x: ['N', 4, 9] },
    constants: { w: weights(6, 2, 3), b: weights(6) },
    steps: [['Conv', ['x', 'w', 'b'], { group: int(2), strides: ints(2), pads: ints(1, 2) }]],
    rank: 3,
  }),
  row('Conv of volumes', 13, {
    inputs: { x: ['N', 2, 5, 6, 4] },
    constants: { w: weights(3, 2, 3, 2, 3), b: weights(3) },
    steps: [
      [
        'Conv',
        ['x', 'w', 'b'],
        { strides: ints(2, 1, 1), pads: ints(1, 0, 1, 0, 1, 0), dilations: ints(1, 2, 1) },
      ],
    ],
    rank: 5,
  }),
  row('ConvTranspose of volumes', 13, {
    inputs: { x: ['N', 4, 3, 2, 4] },
    constants: { w: weights(4, 3, 3, 2, 3), b: weights(6) },
    steps: [
      [
        'ConvTranspose',
        ['x', 'w', 'b'],
        {
          group: int(2),
          strides: ints(2, 3, 1),
          pads: ints(1, 0, 1, 0, 1, 0),
          output_padding: ints(1, 0, 0),
        },
      ],
    ],
    rank: 5,
  }),
  row('a modulated convolution, batch of one', 13, {
    inputs: { x: [1, 4, 6, 5], style: [1, 4] },
    constants: { w: weights(1, 3, 4, 3, 3), shape: [1, 1, 4, 1, 1], back: [3, 4, 3, 3] },
    steps: [
      ['Reshape', ['style', 'shape']],
      ['Mul', ['s0', 'w']],
      ['Reshape', ['s1', 'back']],
      ['Conv', ['x', 's2'], { pads: ints(1, 1, 1, 1) }],
    ],
    rank: 4,
  }),
  row('a modulated transposed convolution', 13, {
    inputs: { x: [1, 4, 3, 4], style: [1, 4] },
    constants: { w: weights(4, 3, 3, 3), shape: [4, 1, 1, 1] },
    steps: [
      ['Reshape', ['style', 'shape']],
      ['Mul', ['s0', 'w']],
      ['ConvTranspose', ['x', 's1'], { strides: ints(2, 2), pads: ints(1, 1, 0, 0) }],
    ],
    rank: 4,
  }),
  row('Where with a mask of -infinity before a softmax', 13, {
    inputs: { x: ['N', 3, 3] },
    constants: {
      mask: { name: '', dims: [3, 3], dataType: 9, bytes: Uint8Array.of(1, 0, 0, 1, 1, 0, 1, 1, 1) },
      low: floats([Number.NEGATIVE_INFINITY], []),
    },
    steps: [
      ['Where', ['mask', 'x', 'low']],
      ['Softmax', ['s0'], { axis: int(-1) }],
    ],
    rank: 3,
  }),
  row('comparisons and logic', 13, {
    inputs: { a: ['N', 7], b: ['N', 7] },
    constants: { half: floats([0.5], []) },
    steps: [
      ['Greater', ['a', 'b']],
      ['Less', ['a', 'half']],
      ['And', ['s0', 's1']],
      ['Not', ['s2']],
      ['Where', ['s3', 'a', 'b']],
    ],
    rank: 2,
  }),
  row('Gather in any order', 13, {
    inputs: image,
    constants: { at: [3, 0, 0, -1] },
    steps: [['Gather', ['x', 'at'], { axis: int(2) }]],
    rank: 4,
  }),
  row('ScatterND into a fixed batch', 13, {
    inputs: { x: [2, 3, 4], u: [2, 4] },
    constants: {
      at: {
        ...floats([], [2, 2]),
        dataType: 7,
        bytes: new Uint8Array(BigInt64Array.of(0n, 1n, 1n, 2n).buffer),
      },
    },
    steps: [['ScatterND', ['x', 'at', 'u']]],
    rank: 3,
  }),
  row('a reduction over everything, fixed batch', 13, {
    inputs: { x: [2, 3, 4] },
    steps: [
      ['ReduceMean', ['x'], { keepdims: int(1) }],
      ['Sub', ['x', 's0']],
    ],
    rank: 3,
  }),
  row('Resize to fractions, PyTorch', 13, {
    producer: 'pytorch',
    inputs: { x: ['N', 2, 5, 7] },
    constants: { scales: floats([1, 1, 1.5, 1.3], [4]) },
    steps: [
      [
        'Resize',
        ['x', '', 'scales'],
        { mode: text('linear'), coordinate_transformation_mode: text('align_corners') },
      ],
    ],
    rank: 4,
  }),
  row('Tile and Mod', 13, {
    inputs: { x: ['N', 1, 3] },
    constants: { repeats: [1, 2, 2], by: floats([0.3], []) },
    steps: [
      ['Tile', ['x', 'repeats']],
      ['Mod', ['s0', 'by'], { fmod: int(1) }],
    ],
    rank: 3,
  }),
  row('places that a convolution moves', 16, {
    inputs: image,
    constants: { field: weights(2, 4, 3, 3), still: weights(1, 4, 3, 2) },
    steps: [
      ['Conv', ['x', 'field']],
      ['Transpose', ['s0'], { perm: ints(0, 2, 3, 1) }],
      ['Add', ['s1', 'still']],
      ['GridSample', ['x', 's2'], { padding_mode: text('border') }],
    ],
    rank: 4,
  }),
  row('Slice backwards', 13, {
    inputs: { x: ['N', 9] },
    constants: { start: [-2], end: [1], axes: [1], steps: [-3] },
    steps: [['Slice', ['x', 'start', 'end', 'axes', 'steps']]],
    rank: 2,
  }),
  row('channels last with a Transpose on both sides of each convolution', 13, {
    producer: 'tf2onnx',
    inputs: { x: ['N', 6, 5, 3] },
    constants: {
      w: weights(4, 3, 3, 3),
      bias: weights(4),
      map: weights(6, 5, 1),
      v: weights(2, 4, 1, 1),
      slope: floats([0.3], []),
    },
    steps: [
      ['Transpose', ['x'], { perm: ints(0, 3, 1, 2) }],
      ['Conv', ['s0', 'w'], { pads: ints(1, 1, 1, 1) }],
      ['Transpose', ['s1'], { perm: ints(0, 2, 3, 1) }],
      ['Add', ['s2', 'bias']],
      ['LeakyRelu', ['s3']],
      ['Mul', ['s4', 'map']],
      ['Sigmoid', ['s5']],
      ['Mul', ['s5', 's6']],
      ['Mul', ['s7', 'slope']],
      ['Transpose', ['s8'], { perm: ints(0, 3, 1, 2) }],
      ['Conv', ['s9', 'v']],
      ['Transpose', ['s10'], { perm: ints(0, 2, 3, 1) }],
      ['Tanh', ['s11']],
    ],
    rank: 4,
  }),
  row('positional encoding', 13, {
    inputs: { t: ['N', 1] },
    constants: {
      frequencies: floats(
        ramp(6).map((at) => 0.1 * 2 ** at),
        [1, 6],
      ),
    },
    steps: [
      ['Mul', ['t', 'frequencies']],
      ['Sin', ['s0']],
      ['Cos', ['s0']],
      ['Concat', ['s1', 's2'], { axis: int(-1) }],
    ],
    rank: 2,
  }),
];
