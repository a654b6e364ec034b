import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it, test } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { fileFrom, headerText } from '../../test/fileParts.ts';
import { ModelFileError } from '../errors.ts';
import { normalLatent } from '../latent/latent.ts';
import type { Graph } from '../modelFile/model.ts';
import { parseGraph } from '../modelFile/parseGraph.ts';
import { readModel } from '../modelFile/readModel.ts';
import { labelsOf } from './labelInfo.ts';
import { makeInputs } from './makeInputs.ts';

provideEverything();

const value = (name: string, end: number) => ({
  kind: 'label',
  name,
  shape: ['N', 1],
  encoding: 'value',
  range: [0, end],
  default: end,
});
const latent = (name: string, ...sizes: number[]) => ({
  kind: 'latent',
  name,
  shape: ['N', ...sizes],
  distribution: 'normal',
});
/** What a generator with a mapping network states; the graph itself is of no matter here. */
const stated = {
  formatVersion: 1,
  inputs: [
    latent('z', 3),
    latent('z.mix', 3),
    latent('noise.0', 1, 2, 2),
    value('truncation', 1),
    value('mix.from', 4),
  ],
  nodes: [{ op: 'relu', name: 'image', inputs: ['z'], weights: {}, attributes: {}, output: 'image' }],
  outputs: [{ name: 'image', shape: ['N', 3], range: [0, 1], channels: 'raw' }],
  truncation: { label: 'truncation', default: 0.75 },
  mixing: { latent: 'z', second: 'z.mix', from: 'mix.from' },
  provenance: {},
};
const graph: Graph = parseGraph(stated);
const values = (options: Parameters<typeof makeInputs>[3], seeds = [4]) =>
  Object.fromEntries(
    Object.entries(makeInputs(graph, new Map(), seeds, options)).map(([name, { data }]) => [name, [...data]]),
  );

describe('style mixing and truncation inside the graph', () => {
  it('is read back as it is stated, and is what the schema allows', () => {
    const path = new URL('../../../../docs/model-file.schema.json', import.meta.url);
    const validate = new Ajv2020({ strict: true, strictTuples: false }).compile(
      JSON.parse(readFileSync(path, 'utf8')),
    );
    validate(stated);
    expect(validate.errors ?? []).toEqual([]);
    expect(readModel(fileFrom(headerText(stated))).graph).toEqual(stated);
  });

  it('feeds the defaults where a call states nothing', () => {
    expect(values({})).toEqual({
      z: [...normalLatent(4, 0, 3)],
      'z.mix': [...normalLatent(4, 0, 3)],
      'noise.0': [...normalLatent(4, 2, 4)],
      truncation: [0.75],
      'mix.from': [4],
    });
  });

  it('samples the second latent as the first of its seed, for every image', () => {
    const made = values({ mix: { seed: 9, from: 2 }, truncation: 0.5 }, [4, 5]);
    expect(made['z.mix']).toEqual([...normalLatent(9, 0, 3), ...normalLatent(9, 0, 3)]);
    expect(made.z).toEqual([...normalLatent(4, 0, 3), ...normalLatent(5, 0, 3)]);
    expect(made['mix.from']).toEqual([2, 2]);
    expect(made.truncation).toEqual([0.5, 0.5]);
  });

  it('keeps what it feeds out of the labels', () => {
    expect(labelsOf(graph)).toEqual([]);
    expect(() => values({ labels: { truncation: 0.5 } })).toThrow('label "truncation" is unknown');
  });

  it('refuses layers and models that do not exist', () => {
    expect(() => values({ mix: { seed: 9, from: 5 } })).toThrow('mix.from is 5, expected 0 to 4');
    expect(() => values({ mix: { seed: -1, from: 1 } })).toThrow('seed is -1');
    const { mixing: _, ...plain } = graph;
    expect(() => makeInputs(plain, new Map(), [1], { mix: { seed: 1, from: 1 } })).toThrow(
      'mix: this model has no style mixing',
    );
  });
});

test.each([
  [{ truncation: { label: 'z' } }, 'truncation.label is "z", expected the name of a value label'],
  [{ truncation: { label: 'truncation', mean: 0 } }, 'truncation has the unknown field "mean"'],
  [
    { mixing: { latent: 'z', second: 'z', from: 'mix.from' } },
    'expected another latent that is normal [N,3]',
  ],
  [
    { mixing: { latent: 'z', second: 'noise.0', from: 'mix.from' } },
    'mixing.second "noise.0" is normal [N,1,2,2]',
  ],
  [
    { mixing: { latent: 'z', second: 'z.mix', from: 'z' } },
    'mixing.from is "z", expected the name of a value',
  ],
  [
    { mixing: { latent: 'z', second: 'mix', from: 'mix.from' } },
    'mixing.second is "mix", expected the name of',
  ],
  [
    { inputs: [...stated.inputs.slice(0, 4), { ...value('mix.from', 4), default: 1 }] },
    'the default 1, expected',
  ],
])('refuses %j', (change, message) => {
  const parse = () => parseGraph({ ...stated, ...change });
  expect(parse).toThrow(ModelFileError);
  expect(parse).toThrow(message);
});
