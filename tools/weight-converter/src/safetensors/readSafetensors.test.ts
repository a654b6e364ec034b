import { readFileSync } from 'node:fs';
import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { type Entry, encodeSafetensors, withHeader } from '../../test/encodeSafetensors.ts';
import { fixture, skipWithout } from '../../test/fixtures.ts';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { mutate } from '../../test/mutate.ts';
import { readSafetensors } from './readSafetensors.ts';

const archJson = {
  inputs: [{ name: 'z', shape: ['N', 2] }],
  layers: [
    { op: 'linear', weights: '0' },
    { op: 'reshape', attributes: { shape: ['N', 1, 1, 2] } },
  ],
};

/** `0.weight` is the identity in the given dtype, so the image is z plus the bias. */
function imageOf(dtype: string, ones: ArrayBuffer): number[] {
  const bytes = encodeSafetensors({
    '0.weight': { dtype, shape: [2, 2], data: new Uint8Array(ones) },
    '0.bias': { dtype: 'F32', shape: [2], data: new Uint8Array(Float32Array.of(10, 20).buffer) },
  });
  const { model } = readSafetensors(bytes, 'small.safetensors', { archJson });
  return [...interpret(model, { z: { shape: [1, 2], data: Float32Array.of(3, -4) } }).image!.data];
}

describe('readSafetensors', () => {
  it.each([
    ['F64', Float64Array.of(1, 0, 0, 1).buffer],
    ['F32', Float32Array.of(1, 0, 0, 1).buffer],
    ['F16', Uint16Array.of(0x3c00, 0, 0, 0x3c00).buffer],
    ['BF16', Uint16Array.of(0x3f80, 0, 0, 0x3f80).buffer],
    ['I64', BigInt64Array.of(1n, 0n, 0n, 1n).buffer],
    ['I32', Int32Array.of(1, 0, 0, 1).buffer],
    ['I16', Int16Array.of(1, 0, 0, 1).buffer],
    ['I8', Int8Array.of(1, 0, 0, 1).buffer],
    ['U8', Uint8Array.of(1, 0, 0, 1).buffer],
    ['BOOL', Uint8Array.of(1, 0, 0, 1).buffer],
  ])('reads %s', (dtype, ones) => {
    expect(imageOf(dtype, ones as ArrayBuffer)).toEqual([13, 16]);
  });

  it('finds a family, under module. and beside a critic', () => {
    const linear = (prefix: string, outputs: number, inputs: number): Record<string, Entry> => ({
      [`${prefix}.weight`]: {
        dtype: 'F32',
        shape: [outputs, inputs],
        data: new Uint8Array(Float32Array.from({ length: outputs * inputs }, (_, at) => at / 40).buffer),
      },
    });
    const bytes = encodeSafetensors({
      ...linear('discriminator.0', 1, 16),
      ...linear('generator.module.0', 6, 5),
      ...linear('generator.module.2', 16, 6),
    });
    const { model, detected, notes } = readSafetensors(bytes, 'gan.safetensors');
    expect(detected).toBe('mlp');
    expect(notes[0]).toContain('state dict "generator" of the checkpoint is used');
    expect(model.graph.outputs).toMatchObject([{ shape: ['N', 1, 4, 4], channels: 'grey' }]);
  });

  const entry = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };
  it.each<[string, unknown, string]>([
    ['no JSON', '{"a":', 'header is not JSON'],
    ['a list', '[1]', 'header is no JSON object'],
    ['a key twice', '{"a":{},"a":{}}', 'has the key "a" twice'],
    ['no tensors', {}, 'holds no named tensors'],
    ['a tensor that is a number', { a: 3 }, 'tensor "a": is no object'],
    [
      'an unknown dtype',
      { a: { ...entry, dtype: 'F8_E4M3' } },
      'tensor "a": dtype is "F8_E4M3", expected F64',
    ],
    ['a dtype of every object', { a: { ...entry, dtype: 'toString' } }, 'dtype is "toString"'],
    ['a negative size', { a: { ...entry, shape: [-2] } }, 'shape is [-2]'],
    ['offsets beyond the file', { a: { ...entry, data_offsets: [0, 800] } }, 'expected positions in 8 bytes'],
    ['offsets that run back', { a: { ...entry, data_offsets: [8, 0] } }, 'data_offsets is [8,0]'],
    ['more elements than bytes', { a: { ...entry, shape: [1e9, 1e9] } }, 'has 8 bytes, expected'],
    ['a file of ours', { __metadata__: { roentgan: '{}' }, a: entry }, 'is a model file that Roentgan wrote'],
  ])('refuses %s in one line', (_, header, message) => {
    const read = () =>
      readSafetensors(withHeader(header, new Uint8Array(8)), 'bad.safetensors', { archJson });
    expect(read).toThrow(ModelFileError);
    expect(read).toThrow(message);
    expect(read).toThrow(/^bad\.safetensors: [^\n]*$/);
  });

  it.each([
    ['a header longer than the file', 64n, 'header length is 64, the file has 16 bytes'],
    ['a header without end', 2n ** 63n, 'header length is 9223372036854776000, expected at most'],
  ])('refuses %s', (_, length, message) => {
    const bytes = new Uint8Array(16);
    new DataView(bytes.buffer).setBigUint64(0, length, true);
    expect(() => readSafetensors(bytes, 'bad.safetensors')).toThrow(message);
  });

  const classifier = {
    inputs: [{ kind: 'image', name: 'image', shape: ['N', 1, 28, 28], range: [0, 1] }],
    layers: [
      { op: 'conv2d', weights: 'conv1', activation: 'relu' },
      { op: 'conv2d', weights: 'conv2', activation: 'relu' },
      { op: 'conv2d', weights: 'conv3', activation: 'relu' },
      { op: 'batchNorm2d', weights: 'norm1' },
      { op: 'reshape', attributes: { shape: ['N', -1] } },
      { op: 'linear', weights: 'fc1', activation: 'relu' },
      { op: 'linear', weights: 'fc2' },
      { op: 'batchNorm2d', weights: 'norm2' },
    ],
    outputs: [{ name: 'scores' }],
  };

  it('converts mutated files or refuses them with one ModelFileError', () => {
    const matrix = (rows: number, columns: number): Entry => ({
      dtype: 'F32',
      shape: [rows, columns],
      data: new Uint8Array(Float32Array.from({ length: rows * columns }, (_, at) => at).buffer),
    });
    const whole = encodeSafetensors({ '0.weight': matrix(6, 2), '2.weight': matrix(16, 6) });
    let refused = 0;
    for (let seed = 0; seed < 500; seed++) {
      try {
        readSafetensors(mutate(whole, seed), 'bad.safetensors');
      } catch (error) {
        refused++;
        expect(error instanceof ModelFileError && !error.message.includes('\n'), `${seed}: ${error}`).toBe(
          true,
        );
      }
    }
    expect(refused).toBeGreaterThan(50);
  });

  /** Of the two images below, by PyTorch 1.13 with the same layers. */
  const scoresOfPyTorch = [
    -3.74246, -2.51052, -1.20567, -0.00864, -1.93329, -0.59715, -2.91267, -2.90674, 2.56243, -2.40811,
    -3.46646, -3.14346, -1.94391, 0.18079, -2.16061, -0.89974, -3.22345, -3.16325, 0.61097, -2.56908,
  ];

  skipWithout('burn_mnist.safetensors')('builds the MNIST classifier that an architecture file lists', () => {
    const file = readFileSync(fixture('burn_mnist.safetensors'));
    const { model } = readSafetensors(file, 'burn_mnist.safetensors', { archJson: classifier });
    expect(model.graph.outputs).toMatchObject([{ name: 'scores', shape: ['N', 10], channels: 'raw' }]);
    const image = {
      shape: [2, 1, 28, 28],
      data: Float32Array.from({ length: 1568 }, (_, at) => (at % 97) / 97),
    };
    const { scores } = interpret(model, { image });
    expect(scores!.shape).toEqual([2, 10]);
    expect(largestDifference(scores!.data, scoresOfPyTorch)).toBeLessThan(1e-4);
  });
});
