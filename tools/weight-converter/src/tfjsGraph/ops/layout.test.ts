import { conv, flag, list, plain, TfjsCases, text } from '../../../test/tfjsCases.ts';

const cases = new TfjsCases();
const op = cases.add.bind(cases);

op('Pad of channels', [4, 3, 2], (g, x) => g.node('Pad', [x, g.integers([0, 0, 0, 0, 0, 0, 1, 2], [4, 2])]));
op('PadV2', [4, 3, 2], (g, x) =>
  g.node('PadV2', [x, g.integers([0, 0, 1, 2, 3, 0, 0, 0], [4, 2]), g.floats([0.7], [])]),
);
op('MirrorPad REFLECT', [6, 5, 2], (g, x) =>
  g.node('MirrorPad', [x, g.integers([0, 0, 1, 2, 3, 0, 0, 0], [4, 2])], { mode: text('REFLECT') }),
);
op('MirrorPad SYMMETRIC', [6, 5, 2], (g, x) =>
  g.node('MirrorPad', [x, g.integers([0, 0, 1, 1, 1, 0, 0, 0], [4, 2])], { mode: text('SYMMETRIC') }),
);
op('MirrorPad of a sequence', [6, 2], (g, x) =>
  g.node('MirrorPad', [x, g.integers([0, 0, 1, 2, 0, 0], [3, 2])], { mode: text('REFLECT') }),
);

for (const [from, to] of [
  [
    [4, 5],
    [8, 15],
  ],
  [
    [4, 5],
    [7, 6],
  ],
  [
    [8, 6],
    [4, 3],
  ],
] as const) {
  for (const [name, attributes] of [
    ['corners', {}],
    ['half pixels', { half_pixel_centers: flag(true) }],
    ['aligned', { align_corners: flag(true) }],
  ] as const) {
    for (const kind of ['ResizeNearestNeighbor', 'ResizeBilinear'])
      op(`${kind} ${from} to ${to}, ${name}`, [...from, 3], (g, x) =>
        g.node(kind, [x, g.integers(to)], attributes),
      );
  }
}

op('Reshape', [4, 6], (g, x) => g.node('Reshape', [x, g.integers([-1, 2, 12])]));
op('Reshape with a shape computed', [4, 6], (g, x) => {
  const batch = g.node(
    'StridedSlice',
    [g.node('Shape', [x]), g.integers([0]), g.integers([1]), g.integers([1])],
    {
      shrink_axis_mask: { integer: 1 },
    },
  );
  return g.node('Reshape', [x, g.node('Pack', [batch, g.number(3), g.number(8)])]);
});
op('Reshape of a convolution', [4, 6, 3], (g, x) =>
  g.node('Reshape', [conv(g, x, [3, 3, 3, 5]), g.integers([-1, 120])]),
);
op('Squeeze, ExpandDims', [4, 1, 3], (g, x) =>
  g.node('ExpandDims', [g.node('Squeeze', [x], { squeeze_dims: list(2) }), g.number(1)]),
);
op('Transpose', [4, 6, 3], (g, x) =>
  g.node('Transpose', [conv(g, x, [3, 3, 3, 5]), g.integers([0, 2, 3, 1])]),
);
op('ConcatV2', [4, 3, 2], (g, x) =>
  g.node('ConcatV2', [x, conv(g, x, [3, 3, 2, 5]), g.number(-1)], { N: { integer: 2 } }),
);
op('ConcatV2 with a constant', [4, 3], (g, x) => g.node('ConcatV2', [x, g.random([1, 2, 3]), g.number(1)]), {
  batch: 1,
});
op('Split', [4, 6], (g, x) => {
  const parts = g.node('Split', [g.number(2), x], { num_split: { integer: 3 } });
  return g.node('Sub', [`${parts}:2`, parts]);
});
op('SplitV', [4, 6], (g, x) => {
  const parts = g.node('SplitV', [x, g.integers([1, -1, 2]), g.number(2)], { num_split: { integer: 3 } });
  return g.node('Sub', [`${parts}:1`, parts]);
});
op('Slice', [4, 6], (g, x) => g.node('Slice', [x, g.integers([0, 1, 2]), g.integers([-1, 2, -1])]));
op('StridedSlice', [4, 6], (g, x) =>
  g.node('StridedSlice', [x, g.integers([0, -3, 5]), g.integers([0, 4, 0]), g.integers([1, 1, -2])], {
    begin_mask: { integer: 1 },
    end_mask: { integer: 5 },
  }),
);
op('StridedSlice with a new axis and an ellipsis', [4, 6], (g, x) =>
  g.node('StridedSlice', [x, g.integers([0, 0, 2]), g.integers([0, 0, 3]), g.integers([1, 1, 1])], {
    ellipsis_mask: { integer: 1 },
    new_axis_mask: { integer: 2 },
    shrink_axis_mask: { integer: 4 },
  }),
);
op('Pack, Unpack', [3, 6], (g, x) => {
  const parts = g.node('Unpack', [x], { axis: { integer: 1 }, num: { integer: 3 } });
  return g.node('Pack', [`${parts}:2`, parts], { axis: { integer: 2 }, N: { integer: 2 } });
});
op('Tile', [3, 2], (g, x) => g.node('Tile', [x, g.integers([1, 2, 3])]));
op('BroadcastTo', [1, 2], (g, x) => g.node('BroadcastTo', [x, g.integers([2, 3, 2])]), { batch: 2 });
op('GatherV2', [5, 4], (g, x) => g.node('GatherV2', [x, g.integers([3, 0, 3, 1]), g.number(1)]));
op('ReverseV2', [5, 4], (g, x) => g.node('ReverseV2', [x, g.integers([1])]));
op('DepthToSpace', [3, 4, 8], (g, x) =>
  g.node('DepthToSpace', [x], { ...plain, block_size: { integer: 2 } }),
);
op('Fill, Range, ZerosLike, Cast on shapes', [3, 2], (g, x) => {
  const range = g.node('Range', [g.number(0), g.number(2), g.number(1)]);
  const filled = g.node('Fill', [g.node('Shape', [x]), g.floats([0.5], [])]);
  const sum = g.node('AddV2', [g.node('Cast', [range], { DstT: { type: 'FLOAT' } }), filled]);
  return g.node('AddV2', [g.node('Mul', [x, sum]), g.node('ZerosLike', [x])]);
});

// A batch that the export fixed stands in shapes and slices as a number.
op('Reshape of a fixed batch', [4, 6], (g, x) => g.node('Reshape', [x, g.integers([1, 3, 8])]), { batch: 1 });
op(
  'Slice of a fixed batch',
  [4, 6],
  (g, x) => g.node('Slice', [x, g.integers([0, 1, 2]), g.integers([1, 2, 3])]),
  { batch: 1 },
);
op(
  'StridedSlice of a fixed batch',
  [4, 6],
  (g, x) =>
    g.node('StridedSlice', [
      x,
      ...[
        [0, 1, 0],
        [1, 4, 6],
        [1, 2, 1],
      ].map((at) => g.integers(at)),
    ]),
  { batch: 1 },
);

cases.describe('operations that move values equal TF.js');
