import { readFileSync } from 'node:fs';
import { readModel, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { fixture, skipWithout } from '../../test/fixtures.ts';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { readNpz } from '../../test/npz.ts';
import { readPyTorch } from './readPyTorch.ts';

const models = new URL('../../test/models/', import.meta.url);
const load = (name: string) => readFileSync(new URL(name, models));

function difference(name: string, expected: string, options = {}) {
  const result = readPyTorch(load(name), name, options);
  const model = readModel(writeModel(result.model), name);
  const arrays = readNpz(load(expected));
  const image = interpret(model, { z: arrays['in.z']! }).image!;
  expect(image.shape).toEqual(arrays['out.image']!.shape);
  return { ...result, difference: largestDifference(image.data, arrays['out.image']!.data) };
}

describe('readPyTorch', () => {
  it('finds a DCGAN nested beside its critic, under module. and _orig_mod.', () => {
    const result = difference('dcgan-nested.pt', 'dcgan-pt.npz');
    expect(result.difference).toBeLessThan(1e-5);
    expect(result.detected).toBe('dcgan');
    expect(result.notes[0]).toBe('state dict "netG" of the checkpoint is used, not "netD"');
  });

  it('reads the legacy format', () => {
    expect(difference('dcgan-legacy.pth', 'dcgan-pt.npz').difference).toBeLessThan(1e-5);
  });

  it('honours strides', () => {
    const result = difference('mlp-strided.pt', 'mlp-pt.npz');
    expect(result.detected).toBe('mlp');
    expect(result.difference).toBeLessThan(1e-5);
  });

  it.each([
    ['mlp-half.pt', 2e-3],
    ['mlp-bfloat16.pt', 2e-2],
  ])('reads %s', (name, bound) => {
    expect(difference(name, 'mlp-pt.npz').difference).toBeLessThan(bound);
  });

  it('builds what an architecture file lists', () => {
    const archJson = {
      inputs: [{ name: 'z', shape: ['N', 5] }],
      layers: [
        { op: 'linear', weights: '0', activation: 'relu', name: 'hidden' },
        {
          op: 'linear',
          weights: { weight: '2.weight', bias: '2.bias' },
          inputs: ['hidden'],
          activation: { op: 'tanh' },
        },
        { op: 'reshape', attributes: { shape: ['N', 1, 4, 4] } },
      ],
    };
    const result = difference('mlp-strided.pt', 'mlp-pt.npz', { archJson });
    expect(result.difference).toBeLessThan(1e-5);
    expect(result.model.graph.outputs).toMatchObject([{ name: 'image', channels: 'grey', range: [-1, 1] }]);
  });

  it('joins a one-hot label to the noise where an architecture file says so', () => {
    const archJson = {
      inputs: [
        { name: 'z', shape: ['N', 3] },
        { kind: 'label', name: 'class', shape: ['N', 2], encoding: 'one-hot', default: 1 },
      ],
      layers: [
        { op: 'concat', inputs: ['z', 'class'], attributes: { axis: 1 } },
        { op: 'linear', weights: '0', activation: 'relu' },
        { op: 'linear', weights: '2', activation: 'tanh' },
        { op: 'reshape', attributes: { shape: ['N', 1, 4, 4] } },
      ],
    };
    const { model } = readPyTorch(load('mlp-strided.pt'), 'mlp.pt', { archJson });
    const arrays = readNpz(load('mlp-pt.npz'));
    const columns = (from: number, to: number) => {
      const rows = [0, 1].map((row) => arrays['in.z']!.data.subarray(5 * row + from, 5 * row + to));
      return { shape: [2, to - from], data: Float32Array.from(rows.flatMap((row) => [...row])) };
    };
    const { image } = interpret(model, { z: columns(0, 3), class: columns(3, 5) });
    expect(largestDifference(image!.data, arrays['out.image']!.data)).toBeLessThan(1e-5);
  });

  it.each([
    [{ layers: [] }, 'architecture file: inputs is no list of 1 to 4096'],
    [
      { inputs: [{ name: 'z', shape: ['N', 5] }], layers: [{ op: 'linear', weights: '7' }] },
      'takes "7.weight", which the state dict does not hold',
    ],
    [
      { inputs: [{ name: 'z', shape: ['N', 6] }], layers: [{ op: 'linear', weights: '0' }] },
      'linear: weight is [8,5], expected [OF,6]',
    ],
    [
      { inputs: [{ name: 'z', shape: ['N', 5] }], layers: [{ op: 'attention' }] },
      'attention: unknown op, expected one of abs, add, amax, ',
    ],
    [
      { inputs: [{ name: 'z', shape: ['N', 5] }], layers: [{ op: 'linear', weight: '0' }] },
      'layers[0] has "weight"',
    ],
  ])('refuses an architecture file that does not fit: %j', (archJson, message) => {
    expect(() => readPyTorch(load('mlp-strided.pt'), 'mlp.pt', { archJson })).toThrow(message);
  });

  it('says why tensors fit no family, and what families there are', () => {
    expect(() => readPyTorch(load('mlp-strided.pt'), 'mlp.pt', { arch: 'dcgan' })).toThrow(
      'mlp.pt: the tensors fit no built-in family (dcgan: has 0 four-dimensional weights, expected at least 2)',
    );
    expect(() => readPyTorch(load('mlp-strided.pt'), 'mlp.pt', { arch: 'biggan' })).toThrow(
      /^mlp\.pt: arch is "biggan", expected stylegan2, .*, dcgan, mlp, .* or a JSON file of layers$/,
    );
  });

  skipWithout('aamir_dcgan_G.pt')('finds the MNIST DCGAN, which gives 28x28', () => {
    const { model, detected } = readPyTorch(readFileSync(fixture('aamir_dcgan_G.pt')), 'aamir_dcgan_G.pt');
    expect(detected).toBe('dcgan');
    expect(model.graph.outputs).toMatchObject([
      { shape: ['N', 1, 28, 28], channels: 'grey', range: [-1, 1] },
    ]);
    expect(inkOf(interpret(model, { z: { shape: [4, 100, 1, 1], data: noise(400) } }).image!.data, -1)).toBe(
      true,
    );
  });

  skipWithout('aamir_dcgan_G.pt')('builds the architecture file of docs/adding-a-reader.md', () => {
    const docs = readFileSync(new URL('../../../../docs/adding-a-reader.md', import.meta.url), 'utf8');
    const archJson = JSON.parse(/```json\n(.*?)```/s.exec(docs)![1]!);
    const { model } = readPyTorch(readFileSync(fixture('aamir_dcgan_G.pt')), 'aamir.pt', { archJson });
    expect(model.graph).toMatchObject({
      name: 'mnist-dcgan',
      outputs: [{ name: 'image', shape: ['N', 1, 28, 28] }],
    });
    expect(model.graph.nodes.map(({ op }) => op)).toContain('leakyRelu');
  });

  skipWithout('csinva_vae.pth')('finds the decoder of a legacy VAE', () => {
    const { model, detected } = readPyTorch(readFileSync(fixture('csinva_vae.pth')), 'csinva_vae.pth');
    expect(detected).toBe('mlp');
    expect(model.graph.nodes.map(({ name }) => name)).toEqual([
      'fc3',
      'fc3.relu',
      'fc4',
      'fc4.sigmoid',
      'reshape.2',
    ]);
    expect(inkOf(interpret(model, { z: { shape: [4, 20], data: noise(80) } }).image!.data, 0)).toBe(true);
  });
});

/** Digits are dark at the border and bright in places; noise and a wrong stride are neither. */
function inkOf(values: Float32Array, black: number): boolean {
  const isBorder = (at: number) => at % 28 < 2 || at % 28 > 25;
  const mean = (keep: (at: number) => boolean) => {
    const kept = values.filter((_, at) => keep(at));
    return (kept.reduce((sum, value) => sum + value, 0) / kept.length - black) / (1 - black);
  };
  return mean(isBorder) < 0.03 && mean((at) => !isBorder(at)) > 0.08 && Math.max(...values) > 0.9;
}

function noise(count: number): Float32Array {
  let state = 7;
  const uniform = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
