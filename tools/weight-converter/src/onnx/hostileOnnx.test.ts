import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { encodeRow, image, row, text } from '../../test/onnxRows/onnxRow.ts';
import { bytesField, integerTensor, type NodeText, onnxFile, tensor } from '../../test/protobufBytes.ts';
import { readOnnx } from './readOnnx.ts';

const relu: NodeText = { op: 'Relu', inputs: ['z'], outputs: ['image'] };
const constant = (name: string, value: number): NodeText => ({
  op: 'Relu',
  inputs: [name],
  outputs: [`${name}${value}`],
});

/** Each file and the one line it is refused with. */
const cases: readonly [string, Uint8Array, string][] = [
  ['no bytes', new Uint8Array(), 'x.onnx: is no intact ONNX file: holds no graph'],
  ['text', new TextEncoder().encode('hello world, this is no protobuf'), 'x.onnx: is no intact ONNX file: '],
  [
    'an unknown operation',
    onnxFile([{ ...relu, op: 'LSTM' }]),
    'x.onnx: node "#0" (LSTM): is not supported; recurrent layers have no place in an image model here. Supported are Abs, Add,',
  ],
  [
    'random numbers',
    onnxFile([{ ...relu, op: 'RandomNormalLike' }]),
    '(RandomNormalLike): is not supported; make the random values an input of the model before exporting it. Supported',
  ],
  ['a prototype name', onnxFile([{ ...relu, op: 'constructor' }]), '(constructor): is not supported'],
  ['an unknown opset', onnxFile([relu], { opset: 99 }), 'x.onnx: opset is 99, expected 1 to 23'],
  [
    'an addition of an old opset',
    onnxFile([{ ...relu, op: 'Add', inputs: ['z', 'z'] }], { opset: 6 }),
    'x.onnx: node "#0" (Add): is of opset 6, in which it means something else, expected 7 or later',
  ],
  [
    'a cycle',
    onnxFile([
      { op: 'Add', inputs: ['z', 'b'], outputs: ['a'] },
      { op: 'Relu', inputs: ['a'], outputs: ['b'] },
      { op: 'Relu', inputs: ['b'], outputs: ['image'] },
    ]),
    'x.onnx: node "#0" (Add): reads "b", which only node "" (Relu) makes, later: the graph is cyclic or out of order',
  ],
  ['a missing tensor', onnxFile([{ ...relu, inputs: ['nothing'] }]), 'reads "nothing", which nothing makes'],
  [
    'an output of nothing',
    onnxFile([{ ...relu, outputs: ['elsewhere'] }]),
    'x.onnx: output "image": reads "image", which nothing makes',
  ],
  [
    '10^9 elements without bytes',
    onnxFile([{ op: 'Add', inputs: ['z', 'w'], outputs: ['image'] }], {
      tensors: [tensor('w', [1e9], [1, 2])],
    }),
    'x.onnx: tensor "w" has 8 bytes, expected 1000000000 values of 4 bytes for [1000000000]',
  ],
  [
    'an overflowing shape',
    onnxFile([{ op: 'Add', inputs: ['z', 'w'], outputs: ['image'] }], {
      tensors: [tensor('w', [2 ** 40, 2 ** 40], [])],
    }),
    'x.onnx: tensor "w" has the shape',
  ],
  [
    'a constant of 10^9 elements',
    onnxFile(
      [
        { op: 'ConstantOfShape', inputs: ['n'], outputs: ['w'] },
        { op: 'Add', inputs: ['z', 'w'], outputs: ['image'] },
      ],
      {
        tensors: [integerTensor('n', [1e9])],
      },
    ),
    'x.onnx: node "#0" (ConstantOfShape): makes constants of 1000000000 elements',
  ],
  [
    'constants that grow by doubling',
    onnxFile(
      [
        ...Array.from(
          { length: 40 },
          (_, i): NodeText => ({
            op: 'Concat',
            inputs: [`c${i}`, `c${i}`],
            outputs: [`c${i + 1}`],
            attributes: {},
          }),
        ),
        { op: 'Add', inputs: ['z', 'c40'], outputs: ['image'] },
      ],
      { tensors: [tensor('c0', [1], [1])] },
    ),
    'more than this file accounts for',
  ],
  [
    'a pooling window of 10^9',
    onnxFile([{ ...relu, op: 'AveragePool', attributes: { kernel_shape: [1e5, 1e5] } }], {
      sizes: [1, 8, 8],
    }),
    'avgPool2d: kernelSize is [100000,100000], expected 2 integers from 1 to 4096',
  ],
  [
    'an index along the batch',
    onnxFile([{ ...relu, op: 'ArgMax', attributes: {} }], { sizes: [1e9] }),
    'x.onnx: node "#0" (ArgMax): works along the batch',
  ],
  [
    'one of 10^9 values',
    onnxFile([{ ...relu, op: 'Hardmax', attributes: {} }], { sizes: [1e9] }),
    'x.onnx: node "#0" (Hardmax): makes constants of 1000000000 elements',
  ],
  [
    'a weight that does not fit',
    onnxFile([{ op: 'Gemm', inputs: ['z', 'w'], outputs: ['image'] }], {
      tensors: [tensor('w', [3, 2], [1, 2, 3, 4, 5, 6])],
    }),
    'x.onnx: node "#0" (Gemm): linear: weight is [2,3], expected [OF,4]',
  ],
  [
    'a stride of zero',
    onnxFile([{ op: 'Conv', inputs: ['z', 'w'], outputs: ['image'], attributes: { strides: [0, 0] } }], {
      sizes: [1, 8, 8],
      tensors: [tensor('w', [1, 1, 1, 1], [1])],
    }),
    'strides is [0,0], expected 2 numbers from 1',
  ],
  [
    'a kernel of other axes',
    onnxFile([{ op: 'ConvTranspose', inputs: ['z', 'w'], outputs: ['image'] }], {
      sizes: [1, 8, 8],
      tensors: [tensor('w', [1, 1, 1], [1])],
    }),
    'ConvTranspose with 2 spatial axes ([N,1,8,8]) and a kernel of 1, expected [N,C,W] or [N,C,H,W]',
  ],
  [
    'a product along the batch',
    onnxFile([{ op: 'MatMul', inputs: ['z', 'z'], outputs: ['image'] }]),
    'multiplies along the batch, expected [N,...,rows,columns] on both sides',
  ],
  [
    'a scale along an axis that is not there',
    onnxFile(
      [
        { op: 'DequantizeLinear', inputs: ['q', 's'], outputs: ['w'], attributes: {} },
        { op: 'Add', inputs: ['z', 'w'], outputs: ['image'] },
      ],
      { tensors: [integerTensor('q', [1, 2]), tensor('s', [3], [1, 1, 1])] },
    ),
    'x.onnx: node "#0" (DequantizeLinear): axis 1 of 1 axes is out of range',
  ],
  [
    'a grid of places that has no pairs',
    onnxFile([{ op: 'GridSample', inputs: ['z', 'z'], outputs: ['image'] }], { sizes: [1, 8, 8] }),
    'gridSample: grid is [N,1,8,8], expected [N,*,*,2]',
  ],
  [
    'a volume to be sampled',
    onnxFile([{ op: 'GridSample', inputs: ['z', 'z'], outputs: ['image'] }], { sizes: [1, 8, 8, 8] }),
    '(GridSample): of [N,1,8,8,8], expected [N,C,H,W]',
  ],
  [
    'a sampling of another mode',
    encodeRow(
      row('spline', 16, {
        inputs: { ...image, grid: ['N', 3, 3, 2] },
        steps: [['GridSample', ['x', 'grid'], { mode: text('spline') }]],
        rank: 4,
      }),
    ),
    '(GridSample): mode is "spline", expected bilinear (linear), nearest or bicubic (cubic)',
  ],
  [
    'a lone scale',
    onnxFile(
      [
        { op: 'DequantizeLinear', inputs: ['q'], outputs: ['w'] },
        { op: 'Add', inputs: ['z', 'w'], outputs: ['image'] },
      ],
      { tensors: [integerTensor('q', [1, 2])] },
    ),
    'x.onnx: node "#0" (DequantizeLinear): has 1 inputs, expected 2',
  ],
  ['an open width', onnxFile([relu], { sizes: [1, 8, 0] }), 'x.onnx: input "z" has no fixed size at axis 3'],
  [
    'an external tensor',
    onnxFile([{ op: 'Add', inputs: ['z', 'w'], outputs: ['image'] }], {
      tensors: [[...tensor('w', [4], []), 14 * 8, 1]],
    }),
    'tensor "w" is in another file; save the model as one file',
  ],
];

describe('hostile ONNX files', () => {
  it.each(cases)('%s is refused in one line', (_, bytes, message) => {
    expect(() => readOnnx(bytes, 'x.onnx')).toThrow(ModelFileError);
    expect(() => readOnnx(bytes, 'x.onnx')).toThrow(message);
    expect(() => readOnnx(bytes, 'x.onnx')).not.toThrow('\n');
  });

  it('graphs nested in attributes are refused at a depth', () => {
    let graph: number[] = [];
    for (let depth = 0; depth < 200; depth++) graph = bytesField(1, bytesField(5, bytesField(6, graph)));
    expect(() => readOnnx(Uint8Array.from(bytesField(7, graph)), 'x.onnx')).toThrow(
      'graphs are nested deeper than 8',
    );
  });

  it('takes names that a safetensors header keeps for itself', () => {
    const add: NodeText = { op: 'Add', inputs: ['z', '__metadata__'], outputs: ['image'] };
    const { tensors } = readOnnx(
      onnxFile([add], { tensors: [tensor('__metadata__', [4], [1, 2, 3, 4])] }),
      'x.onnx',
    );
    expect([...tensors.keys()]).toEqual(['__metadata__.2']);
  });

  it('ignores what the outputs do not need', () => {
    const dead = [constant('nowhere', 1), { op: 'LSTM', inputs: ['z'], outputs: ['unused'] }];
    expect(readOnnx(onnxFile([relu, ...dead]), 'x.onnx').graph.nodes.map(({ op }) => op)).toEqual(['relu']);
  });
});
