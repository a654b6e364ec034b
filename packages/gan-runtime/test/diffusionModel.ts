import type { Model } from '../src/modelFile/model.ts';
import type { Sampler } from '../src/modelFile/sampler.ts';
import { tensorFromFloat32 } from '../src/modelFile/weightValues.ts';
import { ModelBuilder } from './modelBuilder.ts';

const schedule = { kind: 'linear', trainSteps: 50, betaStart: 0.001, betaEnd: 0.2 } as const;

/** A small network of one step with seeded weights: 1 channel, 6x5 pixels, time and one of three classes as biases. */
export function diffusionModel(sampler: Partial<Sampler> = {}, { isGuided = false } = {}): Model {
  const b = new ModelBuilder();
  const padding = { padding: [1, 1, 1, 1] };
  const x = b.latent('x', [1, 6, 5]);
  let hidden = b.node('conv2d', [x], padding, { weight: b.weight([6, 1, 3, 3], { scale: 0.3 }) });
  for (const [input, size] of [
    ['t', 1],
    ['digit', 3],
  ] as const) {
    const bias = b.node('linear', [input], {}, { weight: b.weight([6, size], { scale: 0.5 }) });
    hidden = b.node('add', [hidden, b.node('reshape', [bias], { shape: ['N', 6, 1, 1] })]);
  }
  hidden = b.node('tanh', [hidden]);
  const output = b.node('conv2d', [hidden], padding, { weight: b.weight([1, 6, 3, 3], { scale: 0.3 }) });
  const { graph, tensors } = b.build(output, [1, 6, 5], 'grey');
  return {
    graph: {
      ...graph,
      inputs: [
        ...graph.inputs,
        { kind: 'label', name: 't', shape: ['N', 1], encoding: 'value', default: 0 },
        { kind: 'label', name: 'digit', shape: ['N', 3], encoding: 'one-hot', default: 0 },
      ],
      sampler: {
        kind: 'ddim',
        image: 'x',
        timestep: { input: 't', scale: 0.02, offset: 0 },
        output,
        prediction: 'epsilon',
        schedule,
        steps: 5,
        ...(isGuided && { guidance: { label: 'digit', null: 2, scale: 3 } }),
        ...sampler,
      },
    },
    tensors,
  };
}

/** The same with its schedule as a table of the file. */
export function withTable(model: Model, values: readonly number[]): Model {
  const { graph, tensors } = model;
  const sampler = { ...graph.sampler!, schedule: { kind: 'table', alphasCumprod: 'left' } as const };
  const table = tensorFromFloat32(Float32Array.from(values), [values.length]);
  return { graph: { ...graph, sampler }, tensors: new Map([...tensors, ['left', table]]) };
}
