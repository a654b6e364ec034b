import { describe, expect, it } from 'vitest';
import { dcganModel } from '../../test/dcganModel.ts';
import { normalLatent } from '../latent/latent.ts';
import type { Graph } from '../modelFile/model.ts';
import { makeInputs } from './makeInputs.ts';

const { graph: base } = dcganModel({ channels: [8, 4, 1], classes: 5 });
const edit = { name: 'width', tensor: 'z', vector: 'v', unit: 'mm', range: [-2, 2] } as const;
const graph: Graph = { ...base, edits: [edit], truncation: { tensor: 'z', mean: 0.5 } };
const vectors = new Map([['v', Float32Array.of(1, 0, -1)]]);

describe('makeInputs', () => {
  it('gives image k of a batch the latent of its own seed', () => {
    const { z } = makeInputs(graph, vectors, [4, 9], {});
    expect(z!.shape).toEqual([2, 3]);
    expect([...z!.data]).toEqual([...normalLatent(4, 0, 3), ...normalLatent(9, 0, 3)]);
  });

  it('truncates towards the mean first, then adds the edit', () => {
    const { z } = makeInputs(graph, vectors, [4], { truncation: 0.25, edits: { width: -2 } });
    const sampled = normalLatent(4, 0, 3);
    const expected = [-2, 0, 2].map((shift, at) => 0.5 + (sampled[at]! - 0.5) * 0.25 + shift);
    z!.data.forEach((value, at) => {
      expect(value).toBeCloseTo(expected[at]!, 6);
    });
  });

  it('encodes labels by index, by name and by default', () => {
    const inputs = graph.inputs.map((input) =>
      input.kind === 'label'
        ? { ...input, names: ['none', 'doubtful', 'minimal', 'moderate', 'severe'], default: 1 }
        : input,
    );
    const named = { ...graph, inputs };
    const encode = (labels?: Record<string, number | string>) => [
      ...makeInputs(named, vectors, [1], labels ? { labels } : {}).grade!.data,
    ];
    expect(encode()).toEqual([0, 1, 0, 0, 0]);
    expect(encode({ grade: 4 })).toEqual([0, 0, 0, 0, 1]);
    expect(encode({ grade: 'minimal' })).toEqual([0, 0, 1, 0, 0]);
    expect(() => encode({ grade: 'mild' })).toThrow(
      'label "grade" is "mild", expected 0 to 4 or one of "none"',
    );
    expect(() => encode({ grade: 1.5 })).toThrow('label "grade" is 1.5');
  });

  it('refuses models that take images', () => {
    const image = { kind: 'image', name: 'x', shape: ['N', 1, 8, 8], range: [0, 1] } as const;
    expect(() => makeInputs({ ...graph, inputs: [image] }, vectors, [1], {})).toThrow('use run()');
  });
});
