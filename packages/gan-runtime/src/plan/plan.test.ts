import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { dcganModel } from '../../test/dcganModel.ts';
import type { Graph, GraphNode } from '../modelFile/model.ts';
import type { TensorInfo } from '../modelFile/tensorTable.ts';
import { planModel } from './plan.ts';

provideEverything();

const info = (...shape: number[]): TensorInfo => ({ dtype: 'F32', shape, begin: 0, end: 0 });

/** A graph on one input [N, 8, 4, 4]; each node is named by its output. */
function graphOf(nodes: readonly Partial<GraphNode>[], output: string, channels = 8): Graph {
  return {
    formatVersion: 1,
    inputs: [{ kind: 'latent', name: 'x', shape: ['N', 8, 4, 4], distribution: 'normal' }],
    nodes: nodes.map((node) => ({
      op: 'relu',
      name: node.output!,
      inputs: ['x'],
      weights: {},
      attributes: {},
      output: '',
      ...node,
    })),
    outputs: [{ name: output, shape: ['N', channels, 4, 4], range: [-1, 1], channels: 'raw' }],
    provenance: {},
  };
}

const tensors = new Map([
  ['w', info(8, 8, 3, 3)],
  ['slope', info(8)],
  ['spread', info(8, 1, 1, 1)],
  ['factors', info(8, 1, 1)],
  ...['gamma', 'beta', 'mean', 'var'].map((name) => [name, info(8)] as const),
]);
const conv = (input: string, output: string) => ({
  op: 'conv2d',
  inputs: [input],
  weights: { weight: 'w' },
  attributes: { padding: [1, 1, 1, 1] },
  output,
});
const norm = (input: string, output: string) => ({
  op: 'batchNorm2d',
  inputs: [input],
  weights: { weight: 'gamma', bias: 'beta', runningMean: 'mean', runningVar: 'var' },
  output,
});
const labels = (graph: Graph) => planModel(graph, tensors).steps.map(({ label }) => label);

describe('planModel', () => {
  it('fuses a residual block into two dispatches', () => {
    const graph = graphOf(
      [
        conv('x', 'a'),
        norm('a', 'b'),
        { op: 'prelu', inputs: ['b'], weights: { slope: 'slope' }, output: 'c' },
        conv('c', 'd'),
        norm('d', 'e'),
        { op: 'add', inputs: ['e', 'x'], output: 'f' },
        { op: 'relu', inputs: ['f'], output: 'g' },
      ],
      'g',
    );
    const { steps } = planModel(graph, tensors);
    expect(steps.map(({ label }) => label)).toEqual(['a.conv2d', 'd.conv2d']);
    expect(steps[0]!.constants).toMatchObject({ BIAS: 1, RESIDUAL: 0, ACTIVATION: 3 });
    expect(steps[1]!.constants).toMatchObject({ BIAS: 1, RESIDUAL: 1, ACTIVATION: 1 });
    expect(steps[1]!.sources.residual).toEqual({ kind: 'activation', tensor: 'x' });
  });

  it('adds behind the activation where the graph does', () => {
    const graph = graphOf(
      [conv('x', 'a'), { inputs: ['a'], output: 'b' }, { op: 'add', inputs: ['x', 'b'], output: 'c' }],
      'c',
    );
    const { steps } = planModel(graph, tensors);
    expect(steps).toHaveLength(1);
    expect(steps[0]!.constants).toMatchObject({ RESIDUAL: 2, ACTIVATION: 1 });
  });

  it('adds noise in the convolution, spread over its channels, and keeps no tensor for it', () => {
    const withNoise = (nodes: readonly Partial<GraphNode>[], output: string): Graph => {
      const graph = graphOf(nodes, output);
      const noise = { ...graph.inputs[0]!, name: 'noise', shape: ['N', 1, 4, 4] as const };
      return { ...graph, inputs: [...graph.inputs, noise] };
    };
    const spread = { op: 'conv2d', inputs: ['noise'], weights: { weight: 'spread' }, output: 's' };
    const product = { op: 'multiply', inputs: ['noise'], weights: { other: 'factors' }, output: 's' };
    const add = (input: string, output: string) => ({ op: 'add', inputs: [input, 's'], output });
    const relu = (input: string) => ({ inputs: [input], output: 'out' });
    for (const nodes of [
      [conv('x', 'a'), norm('a', 'b'), spread, add('b', 'c'), relu('c')],
      [spread, conv('x', 'a'), norm('a', 'b'), add('b', 'c'), relu('c')],
      [conv('x', 'a'), product, add('a', 'b'), norm('b', 'c'), relu('c')],
    ]) {
      const { steps, places, parameters } = planModel(withNoise(nodes, 'out'), tensors);
      expect(steps.map(({ kernel }) => kernel.name)).toEqual(['conv2d.noise']);
      expect(steps[0]!.sources).toMatchObject({
        noise: { kind: 'activation', tensor: 'noise' },
        spread: { kind: 'parameter', id: 'a.spread' },
        residual: { kind: 'zero' },
      });
      expect([...places.keys()]).toEqual(['x', 'noise', 'out']);
      expect(parameters.map(({ id }) => id)).toEqual(['a.weight', 'a.spread', 'a.channelParameters']);
    }
    // Behind an activation it is a residual.
    const behind = planModel(
      withNoise([conv('x', 'a'), { inputs: ['a'], output: 'b' }, spread, add('b', 'out')], 'out'),
      tensors,
    );
    expect(behind.steps.map(({ label }) => label)).toEqual(['a.conv2d', 's.conv2d']);
  });

  it('keeps what something else reads, or what is an output', () => {
    const shared = graphOf(
      [conv('x', 'a'), { inputs: ['a'], output: 'b' }, { op: 'multiply', inputs: ['a', 'b'], output: 'c' }],
      'c',
    );
    expect(labels(shared)).toEqual(['a.conv2d', 'b.relu', 'c.multiply']);
    const graph = graphOf([conv('x', 'a'), { inputs: ['a'], output: 'b' }], 'b');
    const twoOutputs = { ...graph, outputs: [...graph.outputs, { ...graph.outputs[0]!, name: 'a' }] };
    expect(labels(twoOutputs)).toEqual(['a.conv2d', 'b.relu']);
  });

  it('does not add what is made only later', () => {
    const graph = graphOf(
      [conv('x', 'a'), conv('x', 'b'), { op: 'add', inputs: ['a', 'b'], output: 'c' }],
      'c',
    );
    const { steps } = planModel(graph, tensors);
    // `a` waits in memory, and the add is fused into `b`, which runs after it.
    expect(steps.map(({ label }) => label)).toEqual(['a.conv2d', 'b.conv2d']);
    expect(steps[1]!.sources.residual).toEqual({ kind: 'activation', tensor: 'a' });
  });

  it('does not fold a batch norm behind an activation', () => {
    expect(labels(graphOf([conv('x', 'a'), { inputs: ['a'], output: 'b' }, norm('b', 'c')], 'c'))).toEqual([
      'a.conv2d',
      'c.batchNorm2d',
    ]);
  });

  it('chains a concat of three and renames a reshape that keeps the channels', () => {
    const graph = graphOf(
      [
        { op: 'concat', inputs: ['x', 'x', 'x'], attributes: { axis: 1 }, output: 'a' },
        { op: 'reshape', inputs: ['a'], attributes: { shape: ['N', 24, 16] }, output: 'b' },
        { op: 'reshape', inputs: ['b'], attributes: { shape: ['N', 24, 4, 4] }, output: 'c' },
      ],
      'c',
      24,
    );
    expect(labels(graph)).toEqual(['a.concat', 'a.concat']);
  });

  it('folds nearest upsampling into the convolution that alone reads it', () => {
    const upsample = { op: 'upsample2d', attributes: { size: [8, 8], mode: 'nearest' }, output: 'a' };
    const shrunk = (node: Partial<GraphNode>, attributes = {}) => ({
      ...node,
      attributes: { padding: [1, 1, 1, 1], ...attributes },
    });
    const large = (nodes: readonly Partial<GraphNode>[], output: string, size = 8) => {
      const graph = graphOf(nodes, output);
      return { ...graph, outputs: [{ ...graph.outputs[0]!, shape: ['N', 8, size, size] as const }] };
    };
    const [step, ...others] = planModel(
      large([upsample, conv('a', 'b'), norm('b', 'c')], 'c'),
      tensors,
    ).steps;
    expect(others).toEqual([]);
    expect(step).toMatchObject({
      kernel: { name: 'convTranspose2d' },
      macs: 4 * 4 * 8 * 8 * 16,
      shape: [1, 8, 8, 8],
    });
    expect(step!.constants).toMatchObject({ KERNEL_HEIGHT: 4, STRIDE_Y: 2, PADDING_TOP: 1, BIAS: 1 });

    const strided = large([upsample, shrunk(conv('a', 'b'), { stride: [2, 2] })], 'b', 4);
    expect(labels(strided)).toEqual(['a.upsample2d', 'b.conv2d']);
    const smooth = { ...upsample, attributes: { size: [8, 8], mode: 'bilinear' } };
    expect(labels(large([smooth, conv('a', 'b')], 'b'))).toEqual(['a.upsample2d', 'b.conv2d']);
    const copied = { ...upsample, attributes: { size: [4, 4], mode: 'nearest' } };
    expect(labels(large([copied, conv('a', 'b')], 'b', 4))).toEqual(['a.upsample2d', 'b.conv2d']);
    const read = large([upsample, conv('a', 'b'), { op: 'add', inputs: ['a', 'b'], output: 'c' }], 'c');
    expect(labels(read)).toEqual(['a.upsample2d', 'b.conv2d']);
  });

  it('has the same pipelines and parameters at every batch', () => {
    const model = dcganModel({ channels: [15, 12, 6, 3], classes: 5 });
    const infos = new Map(
      [...model.tensors].map(([name, { shape, dtype }]) => [name, { shape, dtype, begin: 0, end: 0 }]),
    );
    const [one, four] = [1, 4].map((batch) => planModel(model.graph, infos, { batch }));
    expect(four!.steps.map(({ constants }) => constants)).toEqual(
      one!.steps.map(({ constants }) => constants),
    );
    expect(four!.parameters).toEqual(one!.parameters);
  });
});
