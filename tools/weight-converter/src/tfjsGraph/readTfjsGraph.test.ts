import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compareWithTfjs } from '../../test/compareWithTfjs.ts';
import { fixture, skipWithout } from '../../test/fixtures.ts';
import { randomInput } from '../../test/randomInput.ts';
import { TestGraph } from '../../test/tfjsGraphModel.ts';
import { conditional, dcgan, unet } from '../../test/tfjsGraphModels.ts';
import { readTfjsGraph } from './readTfjsGraph.ts';

const style = 'style_transformer_separable/';
const tanh = 'StatefulPartitionedCall/model/Tanh';

skipWithout(`${style}model.json`)(
  'style_transformer_separable equals TF.js',
  async () => {
    const folder = fixture(style);
    const open = (path: string) => readFileSync(new URL(path, folder));
    const inputs = {
      Placeholder: randomInput([1, 32, 48, 3], 3),
      Placeholder_1: randomInput([1, 1, 1, 100], 4),
    };
    const shapes = { Placeholder: [1, 32, 48, 3] };
    const { model, difference, spread } = await compareWithTfjs({ bytes: open('model.json'), open }, inputs, {
      shapes,
    });
    const ops = model.graph.nodes.map(({ op }) => op);
    expect(ops.filter((op) => op === 'instanceNorm2d').length).toBe(13);
    expect(ops).not.toContain('mean');
    // Only from and to TF.js's layout.
    expect(ops.filter((op) => op === 'permute').length).toBe(2);
    expect(difference).toBeLessThan(1e-4);
    expect(spread).toBeGreaterThan(0.1);
  },
  60_000,
);

describe('small models equal TF.js', () => {
  it.each([
    ['f32', dcgan()],
    ['in three shards', dcgan({ shards: 3 })],
    ['f16', dcgan({ quantise: 'float16' })],
    ['uint16', dcgan({ quantise: 'uint16' })],
    ['uint8', dcgan({ quantise: 'uint8' })],
    ['as the first converters wrote it, without a signature', dcgan({}, true)],
  ])('a DCGAN, %s', async (_, source) => {
    const { model, difference, spread } = await compareWithTfjs(source, { z: randomInput([3, 8]) });
    expect(difference).toBeLessThan(1e-5);
    expect(spread).toBeGreaterThan(0.5);
    const { inputs, nodes, outputs } = model.graph;
    expect(inputs).toEqual([{ kind: 'latent', name: 'z', shape: ['N', 8], distribution: 'normal' }]);
    expect(outputs).toEqual([
      {
        name: tanh,
        tensor: `${tanh}.permute`,
        shape: ['N', 20, 20, 3],
        range: [-1, 1],
        channels: 'raw',
      },
      { name: 'image', tensor: tanh, shape: ['N', 3, 20, 20], range: [-1, 1], channels: 'rgb' },
    ]);
    // Weights are turned instead of values: nothing but the output is permuted; biases are part of their operation.
    expect(nodes.map(({ op }) => op)).toEqual([
      ...['linear', 'leakyRelu', 'reshape', 'convTranspose2d', 'batchNorm2d', 'leakyRelu'],
      ...['convTranspose2d', 'tanh', 'permute'],
    ]);
  });

  it('a U-Net from picture to picture, of a size given', async () => {
    const shapes = { picture: [1, 24, 20, 3] };
    const { model, difference, spread } = await compareWithTfjs(
      unet(),
      { picture: randomInput([2, 24, 20, 3]) },
      { shapes },
    );
    expect(difference).toBeLessThan(1e-5);
    expect(spread).toBeGreaterThan(0.3);
    expect(model.graph.inputs).toEqual([
      { kind: 'image', name: 'picture', shape: ['N', 24, 20, 3], range: [0, 1] },
    ]);
    expect(model.graph.outputs[0]).toMatchObject({ name: 'styled', shape: ['N', 24, 20, 3], range: [0, 1] });
    expect(model.graph.nodes.map(({ op }) => op)).toEqual([
      ...['permute', 'conv2d', 'instanceNorm2d', 'relu', 'conv2d', 'instanceNorm2d', 'relu'],
      ...['upsample2d', 'concat', 'upsample2d', 'conv2d', 'sigmoid', 'permute'],
    ]);
  });

  it.each([
    ['an integer', 'integer'],
    ['a float made an integer', 'float'],
    ['an integer made one-hot', 'oneHot'],
  ] as const)('a label that selects from a table, as %s', async (_, kind) => {
    const asFloat = kind === 'float';
    const label = randomInput(asFloat ? [4, 1] : [4], 2, 5);
    const { model, difference, spread } = await compareWithTfjs(conditional(kind), {
      z: randomInput([4, 6]),
      label: asFloat ? { shape: label.shape, data: label.data } : label,
    });
    expect(difference).toBeLessThan(1e-5);
    expect(spread).toBeGreaterThan(0.3);
    expect(model.graph.inputs[1]).toEqual({
      ...{ kind: 'label', name: 'label', shape: ['N', 1], encoding: 'value', range: [0, 4], default: 0 },
    });
    // A row of 64 values is shown as 8x8.
    expect(model.graph.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ['pixels', ['N', 64]],
      ['image', ['N', 1, 8, 8]],
    ]);
  });
});

it('takes integers that are pixels as numbers from 0 to 255', async () => {
  const g = new TestGraph();
  const pixels = g.input('pixels', [-1, 12, 10, 3], 'INT32');
  const values = g.node('Cast', [pixels], { SrcT: { type: 'INT32' }, DstT: { type: 'FLOAT' } });
  const scaled = g.node('Mul', [values, g.floats([1 / 255], [])]);
  const source = g.finish({ outputs: [g.node('Sigmoid', [g.node('Mul', [scaled, g.random([3])])])] });
  const inputs = { pixels: randomInput([2, 12, 10, 3], 3, 256) };
  const { model, difference, spread } = await compareWithTfjs(source, inputs);
  expect(difference).toBeLessThan(1e-6);
  expect(spread).toBeGreaterThan(0.1);
  expect(model.graph.inputs).toEqual([
    { kind: 'image', name: 'pixels', shape: ['N', 12, 10, 3], range: [0, 255] },
  ]);
});

it('says what it assumes of an image', async () => {
  const { bytes, open } = unet();
  const { notes } = await readTfjsGraph(bytes, 'unet.json', {
    openSideFile: open,
    shapes: { picture: [1, 16, 16, 3] },
  });
  expect(notes).toEqual([
    'Input "picture" is taken as an image with values from 0 to 1, which the file does not say.',
  ]);
});
