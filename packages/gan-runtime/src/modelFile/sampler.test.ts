import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { provideEverything } from '../../test/allOperations.ts';
import { changed, fileFrom, headerText, samplerGraph } from '../../test/fileParts.ts';
import { ModelFileError } from '../errors.ts';
import { readModel } from './readModel.ts';

provideEverything();

const schema = JSON.parse(
  readFileSync(new URL('../../../../docs/model-file.schema.json', import.meta.url), 'utf8'),
);
const validate = new Ajv2020({ strict: true, strictTuples: false }).compile(schema);

const tables = {
  left: { dtype: 'F32', shape: [20], data_offsets: [0, 80] },
  short: { dtype: 'F32', shape: [9], data_offsets: [80, 116] },
  square: { dtype: 'F32', shape: [2, 20], data_offsets: [116, 276] },
  half: { dtype: 'F16', shape: [20], data_offsets: [276, 316] },
};
const guidance = { label: 'digit', null: 2, scale: 3 };
const flow = { kind: 'flow', towards: 'image' };

/** The graph with fields of its sampler changed. */
function withSampler(changes: Readonly<Record<string, unknown>>): unknown {
  const graph = Object.entries(changes).reduce<unknown>(
    (made, [path, entry]) => changed(made, `sampler.${path}`, entry),
    samplerGraph,
  );
  return JSON.parse(JSON.stringify(graph));
}

function read(graph: unknown) {
  return readModel(fileFrom(headerText(graph, tables), 316), 'a.safetensors').graph;
}

it.each([
  {},
  { kind: 'ddpm', variance: 'large', clip: [-1, 1] },
  { kind: 'dpmSolver++', prediction: 'v', steps: 100 },
  { schedule: { kind: 'scaledLinear', trainSteps: 1000, betaStart: 0.00085, betaEnd: 0.012 } },
  { schedule: { kind: 'linear', trainSteps: 10, betaStart: 0.1, betaEnd: 0.1 } },
  { schedule: { kind: 'cosine', trainSteps: 4000 }, prediction: 'sample' },
  { schedule: { kind: 'table', alphasCumprod: 'left' } },
  { schedule: flow, kind: 'flowHeun', prediction: 'velocity', steps: 10000 },
  { schedule: { kind: 'flow', towards: 'noise' }, kind: 'flowEuler', prediction: 'velocity' },
  { guidance },
  { guidance: { ...guidance, null: 'zeros', scale: -1 } },
  { 'timestep.scale': -0.001, 'timestep.offset': 1 },
])('schema and reader both accept %j', (changes) => {
  const graph = withSampler(changes);
  validate(graph);
  expect(validate.errors ?? []).toEqual([]);
  expect(read(graph)).toEqual(graph);
});

describe('every refusal says where, what was found and what was expected', () => {
  const ofSchema = true;
  it.each<[Record<string, unknown>, string, boolean?]>([
    [{ '': null }, 'sampler is null, expected an object', ofSchema],
    [{ eta: 0 }, 'sampler has the unknown field "eta", expected kind, image', ofSchema],
    [{ kind: 'euler' }, 'sampler.kind is "euler", expected "ddpm" or "ddim" or "dpmSolver++"', ofSchema],
    [{ kind: 'flowEuler' }, 'sampler.kind is "flowEuler", expected "ddpm" or', ofSchema],
    [{ schedule: flow }, 'sampler.kind is "ddim", expected "flowEuler" or "flowHeun"', ofSchema],
    [{ prediction: 'velocity' }, 'sampler.prediction is "velocity", expected "epsilon" or "v"', ofSchema],
    [{ schedule: flow, kind: 'flowEuler' }, 'sampler.prediction is "epsilon", expected "velocity"', ofSchema],
    [{ image: 'u' }, 'sampler.image is "u", expected the name of a normal latent'],
    [{ image: 'digit' }, 'sampler.image is "digit", expected the name of a normal latent'],
    [{ image: 'constructor' }, 'sampler.image is "constructor", expected a name that', ofSchema],
    [{ output: 'x' }, 'sampler.output is "x", expected the name of an output'],
    [{ output: 'time' }, 'sampler.output "time" is [N,1,1,1], expected [N,2,4,4] as sampler.image "x"'],
    [{ 'timestep.input': 'digit' }, 'sampler.timestep.input is "digit", expected the name of a value label'],
    [{ 'timestep.input': 'x' }, 'sampler.timestep.input is "x", expected the name of a value label'],
    [{ 'timestep.scale': 0 }, 'sampler.timestep.scale is 0, expected another number', ofSchema],
    [{ 'timestep.offset': '1' }, 'sampler.timestep.offset is "1", expected a finite number', ofSchema],
    [{ timestep: 't' }, 'sampler.timestep is "t", expected an object', ofSchema],
    [{ steps: 0 }, 'sampler.steps is 0, expected an integer of at least 1', ofSchema],
    [{ steps: 101 }, 'sampler.steps is 101, expected at most 100'],
    [
      { steps: 10001, schedule: { kind: 'cosine', trainSteps: 20000 } },
      'sampler.steps is 10001, expected at most 10000',
      ofSchema,
    ],
    [{ steps: 1e300 }, 'sampler.steps is 1e+300, expected an integer', ofSchema],
    [{ clip: [1, -1] }, 'sampler.clip is [1,-1], expected [low, high] with low below high'],
    [{ variance: 'learned' }, 'sampler.variance is "learned", expected "small" or "large"', ofSchema],
    [{ schedule: undefined }, 'sampler.schedule.kind is undefined, expected "linear" or', ofSchema],
    [{ 'schedule.kind': 'sigmoid' }, 'sampler.schedule.kind is "sigmoid", expected "linear" or', ofSchema],
    [{ 'schedule.trainSteps': 1e9 }, 'trainSteps is 1000000000, expected at most 100000', ofSchema],
    [{ 'schedule.betaStart': 0 }, 'betaStart is 0, expected above 0 and below 1', ofSchema],
    [
      { 'schedule.betaEnd': 0.0001 },
      'sampler.schedule.betaEnd is 0.0001, expected at least betaStart, 0.001, and below 1',
    ],
    [{ 'schedule.betaEnd': 1 }, 'sampler.schedule.betaEnd is 1, expected at least betaStart', ofSchema],
    [{ 'schedule.max': 1 }, 'sampler.schedule has the unknown field "max", expected kind', ofSchema],
    [
      { schedule: { kind: 'linear', trainSteps: 100000, betaStart: 0.5, betaEnd: 0.9 } },
      'sampler.schedule: alphasCumprod[', // underflows to 0
    ],
    [
      { schedule: { kind: 'linear', trainSteps: 100, betaStart: 1e-20, betaEnd: 1e-20 } },
      'sampler.schedule: alphasCumprod[0] is 1, expected above 0 and below 1',
    ],
    [{ schedule: { kind: 'table', alphasCumprod: 'gone' } }, 'alphasCumprod "gone" is missing'],
    [
      { schedule: { kind: 'table', alphasCumprod: 'short' } },
      'sampler.schedule: alphasCumprod "short" is F32 [9], expected F32 [10] to [100000]',
    ],
    [{ schedule: { kind: 'table', alphasCumprod: 'square' } }, '"square" is F32 [2,20], expected F32 [10]'],
    [{ schedule: { kind: 'table', alphasCumprod: 'half' } }, '"half" is F16 [20], expected F32 [10]'],
    [{ 'schedule.towards': 'image' }, 'sampler.schedule has the unknown field "towards"', ofSchema],
    [
      { guidance: { ...guidance, label: 'x' } },
      'sampler.guidance.label is "x", expected the name of a label',
    ],
    [
      { guidance: { ...guidance, label: 't' } },
      'sampler.guidance.label is "t", expected another than the timestep',
    ],
    [{ guidance: { ...guidance, null: 3 } }, 'sampler.guidance.null is 3, expected a class, 0 to 2'],
    [{ guidance: { ...guidance, null: 0.5 } }, 'sampler.guidance.null is 0.5, expected a class, 0 to 2'],
    [{ guidance: { ...guidance, null: null } }, 'sampler.guidance.null is null, expected', ofSchema],
    [{ guidance: { ...guidance, scale: '3' } }, 'sampler.guidance.scale is "3", expected', ofSchema],
    [{ guidance: { label: 'digit' } }, 'sampler.guidance.scale is undefined, expected a finite', ofSchema],
  ])('%j', (changes, message, refusedBySchema = false) => {
    const [entry] = Object.entries(changes);
    const graph = entry![0] === '' ? { ...samplerGraph, sampler: entry![1] } : withSampler(changes);
    if (refusedBySchema) expect(validate(graph)).toBe(false);
    expect(() => read(graph)).toThrow(ModelFileError);
    expect(() => read(graph)).toThrow(message);
    expect(() => read(graph)).toThrow(/^a\.safetensors: [^\n]{1,900}$/);
  });
});
