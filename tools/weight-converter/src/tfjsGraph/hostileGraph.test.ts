import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { type AttributeText, TestGraph, TestModel } from '../../test/tfjsGraphModel.ts';
import { readTfjsGraph } from './readTfjsGraph.ts';

type Make = (graph: TestGraph, x: string) => string;

const strides: AttributeText = { integers: [1, 1, 1, 1] };

function model(make: Make, x: readonly number[] = [-1, 8, 8, 3]): TestModel {
  const graph = new TestGraph();
  return graph.finish({ outputs: [make(graph, graph.input('x', x))] });
}

/** A model whose JSON was changed by hand. */
function changed(
  change: (json: Record<string, never>) => void,
  make: Make = (g, x) => g.node('Relu', [x]),
): TestModel {
  const { json, files } = model((g, x) => make(g, g.node('AddV2', [x, g.random([3])])));
  const copy = structuredClone(json) as Record<string, never>;
  change(copy);
  return new TestModel(copy, files);
}

const node = (json: Record<string, never>, op: string) =>
  (
    json as unknown as { modelTopology: { node: { op: string; [key: string]: unknown }[] } }
  ).modelTopology.node.find((other) => other.op === op)!;
const weight = (json: Record<string, never>) =>
  (json as unknown as { weightsManifest: { weights: Record<string, unknown>[]; paths: string[] }[] })
    .weightsManifest[0]!;

const refusals: [string, TestModel, RegExp][] = [
  [
    'a cycle',
    changed((json) => {
      node(json, 'AddV2').input = ['x', 'model/Relu'];
    }),
    /node "model\/AddV2" \(AddV2\) reads "model\/Relu", which needs it: the graph is cyclic$/,
  ],
  [
    'an input that no node is',
    changed((json) => {
      node(json, 'Relu').input = ['model/nothing'];
    }),
    /node "model\/Relu" \(Relu\) reads "model\/nothing", which no node is$/,
  ],
  [
    'an output that the node has not',
    changed((json) => {
      node(json, 'Relu').input = ['model/AddV2:7'];
    }),
    /node "model\/Relu" \(Relu\): reads output 7 of "model\/AddV2", which has none$/,
  ],
  [
    'a signature of another model',
    changed((json) => {
      (json as Record<string, unknown>).signature = { outputs: { image: { name: 'gone:0' } } };
    }),
    /^m\.json: an output reads "gone", which no node is$/,
  ],
  [
    'two nodes of one name',
    changed((json) => {
      node(json, 'Relu').name = 'x';
    }),
    /^m\.json: node "x" is there twice$/,
  ],
  [
    'nodes that are none',
    changed((json) => {
      (json as Record<string, unknown>).modelTopology = { node: [null] };
    }),
    /^m\.json: node "#0" has no name$/,
  ],
  [
    'no nodes',
    changed((json) => {
      (json as Record<string, unknown>).modelTopology = {};
    }),
    /^m\.json: modelTopology\.node is undefined, expected an array$/,
  ],
  [
    'an open size',
    model((g, x) => g.node('Relu', [x]), [-1, -1, -1, 3]),
    /^m\.json: input "x" has no fixed size at axis 1.* --shape x=1,256,256,3$/,
  ],
  [
    'a constant without values',
    changed((json) => {
      weight(json).weights[0]!.name = 'other';
    }),
    /node "model\/weights" \(Const\): has no values in weightsManifest/,
  ],
  [
    'a dtype that no reader knows',
    changed((json) => {
      weight(json).weights[0]!.dtype = 'float128';
    }),
    /^m\.json: weight "model\/weights" has dtype "float128", expected float32,/,
  ],
  [
    'a text as weights of a sum',
    changed((json) => {
      weight(json).weights[0]!.dtype = 'string';
    }),
    /shard "group1-shard1of1\.bin" has 12 bytes, /,
  ],
  [
    'an absurd size',
    changed((json) => {
      weight(json).weights[0]!.shape = [2 ** 40];
    }),
    /shard "group1-shard1of1\.bin" has 12 bytes, but weight "model\/weights" \[1099511627776\] \(float32\) ends at/,
  ],
  [
    'an overflowing size',
    changed((json) => {
      weight(json).weights[0]!.shape = [2 ** 30, 2 ** 30];
    }),
    /^m\.json: weight "model\/weights" has the shape \[1073741824,1073741824\]$/,
  ],
  [
    'a negative size',
    changed((json) => {
      weight(json).weights[0]!.shape = [-3];
    }),
    /weight "model\/weights" has the shape \[-3\], expected sizes$/,
  ],
  [
    'a shard outside of the folder',
    changed((json) => {
      weight(json).paths = ['../secret.bin'];
    }),
    /^m\.json: weightsManifest names the shard "\.\.\/secret\.bin", expected one beside the file$/,
  ],
  [
    'a shard by address',
    changed((json) => {
      weight(json).paths = ['https://example.org/a.bin'];
    }),
    /names the shard "https:\/\/example\.org\/a\.bin"/,
  ],
  [
    'a shard that is not there',
    changed((json) => {
      weight(json).paths = ['gone.bin'];
    }),
    /^m\.json: shard "gone\.bin" cannot be read: there is no "gone\.bin"$/,
  ],
  [
    'quantisation without a scale',
    changed((json) => {
      weight(json).weights[0]!.quantization = { dtype: 'uint8', min: 0 };
    }),
    /weight "model\/weights" is quantised with scale undefined and min 0, expected numbers$/,
  ],
  [
    'a reshape that does not fit',
    model((g, x) => g.node('Reshape', [x, g.integers([-1, 7])])),
    /node "model\/Reshape" \(Reshape\): reshapes \[N,8,8,3\] to \[-1,7\]: element counts differ$/,
  ],
  [
    'a constant too large',
    model((g, x) => g.node('AddV2', [x, g.node('Fill', [g.integers([1e9, 1e6]), g.floats([1], [])])])),
    /makes constants of|would make a constant of/,
  ],
  [
    'a range without end',
    model((g, x) => g.node('AddV2', [x, g.node('Range', [g.number(0), g.number(2e9), g.number(1)])])),
    /makes constants of 2000000000 elements/,
  ],
  [
    'an absurd size to resize to',
    model((g, x) => g.node('ResizeBilinear', [x, g.integers([1e9, 1e9])])),
    /resizes to \[1000000000,1000000000\], expected two sizes up to 65536$/,
  ],
  [
    'control flow',
    model((g, x) => g.node('While', [x])),
    /node "model\/While" \(While\): is control flow, which is not supported; freeze/,
  ],
  [
    'a loop of TensorFlow 1, which is a cycle',
    changed(
      (json) => {
        node(json, 'AddV2').input = ['model/Merge', 'model/weights'];
      },
      (g, x) => g.node('NextIteration', [g.node('Merge', [x])]),
    ),
    /node "model\/NextIteration" \(NextIteration\): is control flow, which is not supported; freeze/,
  ],
  ['a function', model((g, x) => g.node('StatefulPartitionedCall', [x])), /is control flow/],
  [
    'random numbers',
    model((g, x) => g.node('AddV2', [x, g.node('RandomStandardNormal', [g.integers([8])])])),
    /\(RandomStandardNormal\): makes random numbers in the graph; make them an input/,
  ],
  [
    'an operation unknown',
    model((g, x) => g.node('FFT2D', [x])),
    /\(FFT2D\): is not supported; supported are Abs, /,
  ],
  [
    'an operation of a JavaScript name',
    model((g, x) => g.node('constructor', [x])),
    /\(constructor\): is not supported/,
  ],
  [
    'channels first',
    model((g, x) =>
      g.node('Conv2D', [x, g.random([1, 1, 3, 2])], {
        strides,
        padding: { text: 'SAME' },
        data_format: { text: 'NCHW' },
      }),
    ),
    /\(Conv2D\): data_format is "NCHW", expected "NHWC"$/,
  ],
  [
    'a filter that is computed',
    model((g, x) => g.node('Conv2D', [x, x], { strides, padding: { text: 'SAME' } })),
    /its filter is computed from the inputs \(a modulated convolution\), expected a constant$/,
  ],
  [
    'a filter of other channels',
    model((g, x) => g.node('Conv2D', [x, g.random([1, 1, 2, 2])], { strides, padding: { text: 'SAME' } })),
    /its filter is \[1,1,2,2\] for \[N,8,8,3\]$/,
  ],
  [
    'a mean over the batch',
    model((g, x) => g.node('Mean', [x, g.integers([0])])),
    /reduces \[N,8,8,3\] over the axes \[0\], expected some without the batch$/,
  ],
  [
    'a batch norm in training',
    model((g, x) =>
      g.node('FusedBatchNormV3', [x, g.random([3]), g.random([3])], { is_training: { boolean: true } }),
    ),
    /normalises by the statistics of the batch \(training\), expected stored ones$/,
  ],
  [
    'an attribute that is no base64',
    changed((json) => {
      node(json, 'Relu').op = 'MirrorPad';
      node(json, 'MirrorPad').attr = { mode: { s: '§' } };
    }),
    /^m\.json: node "model\/Relu" \(MirrorPad\)/,
  ],
  [
    'no outputs',
    new TestModel({ modelTopology: { node: [] }, weightsManifest: [] }, new Map()),
    /^m\.json: has no outputs, expected at least one$/,
  ],
];

describe('hostile graph models are refused in one line', () => {
  it.each(refusals)('%s', async (_, { bytes, open }, message) => {
    const error = await readTfjsGraph(bytes, 'm.json', { openSideFile: open }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ModelFileError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message).not.toMatch(/\n/);
  });

  it('a shard cut short, and one too long', async () => {
    const whole = model((g, x) => g.node('Mul', [x, g.random([8, 8, 3])]));
    const [name, bytes] = [...whole.files][0]!;
    for (const [damaged, message] of [
      [
        bytes.subarray(0, 700),
        /shard ".*" has 700 bytes, but weight "model\/weights" \[8,8,3\] \(float32\) ends at 768$/,
      ],
      [new Uint8Array(800), /shard ".*" has 800 bytes, expected 768 for its weights$/],
    ] as const) {
      const { open } = new TestModel(whole.json, new Map([[name, damaged]]));
      await expect(readTfjsGraph(whole.bytes, 'm.json', { openSideFile: open })).rejects.toThrow(message);
    }
  });

  it('weights without a way to open them', async () => {
    const { bytes } = model((g, x) => g.node('Mul', [x, g.random([3])]));
    await expect(readTfjsGraph(bytes, 'm.json')).rejects.toThrow(
      /^m\.json: its weights are in "group1-shard1of1\.bin", expected that file beside it/,
    );
  });

  it('a chain of 20000 nodes needs no deep stack', async () => {
    const { bytes, open } = model((g, x) => {
      let last = x;
      for (let at = 0; at < 20_000; at++) last = g.node('Identity', [last], {}, `identity${at}`);
      return g.node('Relu', [last]);
    });
    const { model: converted } = await readTfjsGraph(bytes, 'm.json', { openSideFile: open });
    expect(converted.graph.nodes.map(({ op }) => op)).toEqual(['relu', 'permute']);
  });
});
