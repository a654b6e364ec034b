import { describe, expect, it } from 'vitest';
import type { Graph } from '../modelFile/model.ts';
import { checkRunInputs } from './runInputs.ts';

const graph: Graph = {
  formatVersion: 1,
  inputs: [
    { kind: 'latent', name: 'z', shape: ['N', 2], distribution: 'normal' },
    { kind: 'label', name: 'class', shape: ['N', 1], encoding: 'value', default: 0 },
  ],
  nodes: [],
  outputs: [],
  provenance: {},
};
const z = { shape: [3, 2], data: new Float32Array(6) };
const label = { shape: [3], data: Float32Array.of(0, 1, 2) };

describe('checkRunInputs', () => {
  it('takes a value label with or without its second axis', () => {
    const flat = checkRunInputs(graph, { z, class: label });
    expect(flat.batch).toBe(3);
    expect(flat.inputs.class).toEqual({ shape: [3, 1], data: label.data });
    expect(checkRunInputs(graph, { z, class: { ...label, shape: [3, 1] } })).toEqual(flat);
  });

  it.each([
    ['run: input "class" is missing, expected [N,1]', { z }],
    ['run: input "y" is unknown, expected "z", "class"', { z, class: label, y: label }],
    ['run: input "z" is [3], expected [N,2]', { z: label, class: label }],
    ['run: input "z" has 6 values, expected 4 for [2,2]', { z: { ...z, shape: [2, 2] }, class: label }],
    [
      'run: input "class" has a batch of 1, expected 3',
      { z, class: { shape: [1], data: new Float32Array(1) } },
    ],
  ])('says %s', (message, inputs) => {
    expect(() => checkRunInputs(graph, inputs)).toThrow(message);
  });
});
