import { readFileSync } from 'node:fs';
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { convert } from '../convert.ts';
import { readKeras } from './readKeras.ts';

type Json = Record<string, unknown>;

const families = new URL('../../test/families/', import.meta.url);
const load = (name: string) => new Uint8Array(readFileSync(new URL(name, families)));

const input = (shape: unknown[] = [null, 4], name = 'x') => ({
  ...{ class_name: 'InputLayer', name, config: { name, batch_input_shape: shape }, inbound_nodes: [] },
});
const layer = (className: string, name: string, reads: unknown[], config: Json = {}) => ({
  ...{ class_name: className, name, config: { name, ...config }, inbound_nodes: reads.map((ref) => [ref]) },
});
const functional = (layers: Json[], output: string, name = 'model') => ({
  class_name: 'Functional',
  config: { name, layers, input_layers: [['x', 0, 0]], output_layers: [[output, 0, 0]] },
});

/** Reads a configuration whose layers find the weights given, whatever they are. */
function read(modelConfig: unknown, weights: { name: string; shape: number[] }[] = []) {
  const stored = weights.map(({ name, shape }) => {
    const count = shape.reduce((product, size) => product * size, 1);
    return { name, shape, read: () => new Float32Array(count) };
  });
  const source = { fileName: 'bad.h5', bytes: 1000, modelConfig, kerasVersion: '2', isTensorflowJs: false };
  return readKeras({ ...source, weights: { weightsOf: () => stored }, shapes: {} });
}

const dense = (config: Json = {}) =>
  functional([input(), layer('Dense', 'd', [['x', 0, 0, {}]], config)], 'd');

function chainOf(count: number) {
  const layers = Array.from({ length: count }, (_, at) =>
    layer('Dropout', `l${at}`, [[at === 0 ? 'x' : `l${at - 1}`, 0, 0, {}]]),
  );
  return functional([input(), ...layers], `l${count - 1}`);
}

/** Each model calls the one in it twice: 2 ** depth calls of the innermost. */
function bomb(depth: number): Json {
  if (depth === 0) return functional([input(), layer('Dropout', 'd', [['x', 0, 0, {}]])], 'd', 'm0');
  const inner = { ...bomb(depth - 1), name: 'm', inbound_nodes: [[['x', 0, 0, {}]], [['m', 1, 0, {}]]] };
  const model = functional([input(), inner], 'm', `m${depth}`);
  return { ...model, config: { ...model.config, output_layers: [['m', 2, 0]] } };
}

const nested = (depth: number): Json =>
  depth === 0
    ? { class_name: 'Sequential', config: [{ class_name: 'ReLU', config: { batch_input_shape: [null, 4] } }] }
    : { class_name: 'Sequential', config: [nested(depth - 1)] };

describe('hostile configurations', () => {
  it.each<[string, unknown, string]>([
    ['no object', [], 'bad.h5: model_config is no object'],
    [
      'a subclassed model',
      { class_name: 'MyGan', config: {} },
      'bad.h5: model class "MyGan" is made by Python code',
    ],
    ['no layers', { class_name: 'Sequential', config: [] }, 'bad.h5: has 0 layers'],
    [
      'no outputs',
      { class_name: 'Model', config: { layers: [input()], input_layers: [['x', 0, 0]] } },
      'output_layers',
    ],
    [
      'a cycle',
      functional([input(), layer('Add', 'a', [['b', 0, 0, {}]]), layer('ReLU', 'b', [['a', 0, 0, {}]])], 'b'),
      'bad.h5: layer "a" reads layer "b", which needs it: the layers are cyclic',
    ],
    [
      'a layer that is not there',
      functional([input(), layer('ReLU', 'a', [['nobody', 0, 0, {}]])], 'a'),
      'bad.h5: layer "a" reads layer "nobody", which is not there',
    ],
    [
      'a call that is not there',
      functional(
        [
          input(),
          layer('ReLU', 'a', [
            ['x', 0, 0, {}],
            ['x', 0, 0, {}],
          ]),
          layer('ReLU', 'b', [['a', 7, 0, {}]]),
        ],
        'b',
      ),
      'bad.h5: layer "b" reads layer "a", call 7 of it, but it has 2',
    ],
    [
      'a tensor that is not there',
      functional([input(), layer('ReLU', 'a', [['x', 0, 3, {}]])], 'a'),
      'bad.h5: layer "x": gives 1 tensors, but its tensor 3 is read',
    ],
    [
      'two layers of one name',
      functional([input(), layer('ReLU', 'x', [['x', 0, 0, {}]])], 'x'),
      '"x" is there twice',
    ],
    [
      'a Lambda',
      functional([input(), layer('Lambda', 'l', [['x', 0, 0, {}]])], 'l'),
      'bad.h5: layer "l" (Lambda): is a Lambda: its Python code is not run here',
    ],
    [
      'a custom layer',
      functional([input(), layer('me>PixelNorm', 'p', [['x', 0, 0, {}]])], 'p'),
      'bad.h5: layer "p" (PixelNorm): class PixelNorm is not known; what is: Dense,',
    ],
    [
      'a class named like a member of every object',
      functional([input(), layer('constructor', 'p', [['x', 0, 0, {}]])], 'p'),
      'class constructor is not known',
    ],
    [
      'an unknown activation',
      functional([input(), layer('Activation', 'a', [['x', 0, 0, {}]], { activation: '<lambda>' })], 'a'),
      'bad.h5: layer "a" (Activation): activation "<lambda>" is not supported, expected one of linear, relu',
    ],
    [
      'a wrong rank',
      functional([input(), layer('Conv2D', 'c', [['x', 0, 0, {}]])], 'c'),
      'reads [N,4], expected 4 axes',
    ],
    ['no weights', dense(), 'bad.h5: layer "d" (Dense): has the weights none, expected kernel, bias'],
    [
      'an open size',
      functional([input([null, null, 3])], 'x'),
      'bad.h5: input "x" has no fixed size at axis 1',
    ],
    [
      'a wrong setting',
      dense({ use_bias: 'yes' }),
      'bad.h5: layer "d" (Dense): use_bias is "yes", expected true or false',
    ],
    ['models nested too deep', nested(40), 'bad.h5: has models in models in models, more than 16 deep'],
    ['calls that double at each depth', bomb(15), 'is call number 20001, expected at most 20000'],
    [
      'a repetition beyond what the file accounts for',
      functional([input(), layer('RepeatVector', 'r', [['x', 0, 0, {}]], { n: 1e9 })], 'r'),
      'makes constants of 1000000000 elements',
    ],
    [
      'arguments in lists in lists',
      functional(
        [
          input(),
          {
            ...layer('Add', 'a', []),
            inbound_nodes: [{ args: JSON.parse('['.repeat(50) + ']'.repeat(50)) }],
          },
        ],
        'a',
      ),
      'bad.h5: layer "a": its arguments are lists more than 8 deep',
    ],
  ])('%s', (_, config, message) => {
    expect(() => read(config)).toThrow(message);
  });

  it('names the weight that does not fit', () => {
    const weights = [
      { name: 'd/kernel:0', shape: [5, 3] },
      { name: 'd/bias:0', shape: [3] },
    ];
    expect(() => read(dense(), weights)).toThrow(
      'bad.h5: layer "d" (Dense): kernel is [5,3], expected [4,units] for [N,4]',
    );
  });

  it('a chain of 9000 layers that do nothing is the input', () => {
    const { model } = read(chainOf(9000));
    expect(model.graph.nodes.map(({ op }) => op)).toEqual(['multiply']);
    expect(() => read(chainOf(10_001))).toThrow('has 10002 layers, expected 1 to 10000');
  });
});

describe('hostile files', () => {
  const refused = async (bytes: Uint8Array, name: string) => {
    const error = await convert(bytes, name).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ModelFileError);
    const { message } = error as ModelFileError;
    expect(message).not.toContain('\n');
    return message;
  };

  it('weights without a model say what to save', async () => {
    expect(await refused(load('keras-weights-only.weights.h5'), 'w.h5')).toBe(
      "w.h5: holds no model_config: these are weights without a model (save_weights), or no Keras file; save the whole model with model.save('model.h5')",
    );
  });

  it('an .h5 file cut off anywhere', async () => {
    const whole = load('keras-classifier-16.h5');
    for (const share of [0.001, 0.05, 0.3, 0.6, 0.9]) {
      expect(await refused(whole.slice(0, whole.length * share), 'cut.h5')).toMatch(/^cut\.h5: /);
    }
  });

  it('an attribute of two thousand million empty texts', async () => {
    const bytes = load('keras-classifier-16.h5');
    const view = new DataView(bytes.buffer);
    // The name fills 16 bytes; then come the type, whose last four are its size, and the shape, whose last eight are.
    let at = 0;
    do at = Buffer.from(bytes).indexOf('weight_names\0', at + 1);
    while (view.getUint32(at + 20, true) === 1);
    expect(view.getUint32(at + 32, true)).toBe(2);
    view.setUint32(at + 20, 0, true);
    view.setUint32(at + 32, 2 ** 31, true);
    expect(await refused(bytes, 'a.h5')).toMatch(/^a\.h5: is no intact HDF5 file: its structures refer/);
  });

  it('a .keras file cut off anywhere', async () => {
    const whole = load('keras-classifier-13.keras');
    for (const share of [0.001, 0.3, 0.99]) {
      expect(await refused(whole.slice(0, whole.length * share), 'cut.keras')).toMatch(/^cut\.keras: /);
    }
  });

  it('a .keras file without weights, or with others', async () => {
    const config = new TextEncoder().encode('{}');
    const only = zipSync({ 'config.json': config }, { level: 0 });
    expect(await refused(only, 'a.keras')).toBe(
      'a.keras: holds config.json, expected config.json and model.weights.h5',
    );
    const text = zipSync({ 'config.json': config, 'model.weights.h5': config }, { level: 0 });
    expect(await refused(text, 'a.keras')).toMatch(/^a\.keras: model\.weights\.h5: is no intact HDF5 file: /);
  });
});
