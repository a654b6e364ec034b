import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readModel, tensorToFloat32, writeModel } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { interpret, largestDifference } from '../test/interpret.ts';
import { readNpz } from '../test/npz.ts';
import { onnxFile, tensor } from '../test/protobufBytes.ts';
import { convert } from './convert.ts';
import { converterVersion } from './version.ts';

const load = (name: string) => readFileSync(new URL(`../test/models/${name}`, import.meta.url));
const gemm = (weight: number[], outputs: number) =>
  onnxFile([{ op: 'Gemm', inputs: ['z', 'w'], outputs: ['image'] }], {
    tensors: [tensor('w', [4, outputs], weight)],
  });

describe('convert', () => {
  it('states where a model comes from', async () => {
    const bytes = load('dcgan-11.onnx');
    const { model } = await convert(bytes, 'some/folder/dcgan-11.onnx', {
      provenance: { licence: 'MIT' },
      name: 'small',
    });
    expect(model.graph.name).toBe('small');
    expect(model.graph.provenance).toEqual({
      source: 'dcgan-11.onnx',
      sha256: createHash('sha256').update(bytes).digest('hex'),
      converter: `${packageJson.name} ${packageJson.version}`,
      licence: 'MIT',
      synthetic: true,
    });
    expect(converterVersion).toBe(model.graph.provenance.converter);
  });

  it('stores the truncation that calls start from', async () => {
    const { model } = await convert(load('dcgan-11.onnx'), 'dcgan.onnx', { truncation: 0.7 });
    expect(model.graph.truncation).toEqual({ tensor: 'z', mean: 0, default: 0.7 });
    await expect(convert(load('unet-17.onnx'), 'unet.onnx', { truncation: 0.7 })).rejects.toThrow(
      'unet.onnx: has no normal latent to truncate',
    );
  });

  it('states the size of pixels, of images only', async () => {
    const { model } = await convert(load('dcgan-11.onnx'), 'dcgan.onnx', { pixelSize: [0.14, 0.15] });
    expect(model.graph.outputs.map(({ pixelSize }) => pixelSize)).toEqual([[0.14, 0.15]]);
    await expect(convert(gemm([1, 2, 3, 4], 1), 'x.onnx', { pixelSize: [1, 1] })).rejects.toThrow(
      'x.onnx: makes no images, expected no size of their pixels',
    );
    await expect(convert(load('dcgan-11.onnx'), 'dcgan.onnx', { pixelSize: [0, 1] })).rejects.toThrow(
      /pixelSize\[0\] is 0, expected above 0/,
    );
  });

  it('halves weights, keeps statistics and stays near', async () => {
    const { model } = await convert(load('dcgan-11.onnx'), 'dcgan.onnx', { dtype: 'f16' });
    const dtypes = new Map([...model.tensors].map(([name, { dtype }]) => [name, dtype]));
    expect(dtypes.get('main.0.weight')).toBe('F16');
    expect(dtypes.get('main.1.running_var')).toBe('F32');
    expect(dtypes.get('main.6.bias')).toBe('F32');
    const arrays = readNpz(load('dcgan-11.npz'));
    const { image } = interpret(readModel(writeModel(model)), { z: arrays['in.z']! });
    expect(largestDifference(image!.data, arrays['out.image']!.data)).toBeLessThan(0.02);
  });

  it('names the tensor that f16 cannot hold', async () => {
    const bytes = gemm([1, 2, 3, 70000], 1);
    await expect(convert(bytes, 'x.onnx', { dtype: 'f16' })).rejects.toThrow(
      'x.onnx: tensor "w.transposed" holds 70000, f16 ends at 65504; convert with --dtype f32',
    );
  });

  it('adds the directions that the first layer amplifies most', async () => {
    const { model } = await convert(gemm([3, 0, 0, 0, 0, 0, 0, -5, 0, 0, 0, 0], 3), 'x.onnx');
    expect(model.graph.directions).toMatchObject([
      {
        name: 'direction 1',
        tensor: 'z',
        vector: 'directions.0',
        unit: 'standard deviations',
        range: [-3, 3],
      },
      { name: 'direction 2' },
    ]);
    expect([...tensorToFloat32(model.tensors.get('directions.0')!)].map(Math.round)).toEqual([0, 0, 1, 0]);
    expect([...tensorToFloat32(model.tensors.get('directions.1')!)].map(Math.round)).toEqual([1, 0, 0, 0]);
  });

  it('finds the part of a first layer that reads the latent, beside a label', async () => {
    const { model } = await convert(load('cgan-11.onnx'), 'cgan.onnx', { directions: 2 });
    expect(model.graph.directions).toHaveLength(2);
    expect(model.tensors.get('directions.1')!.shape).toEqual([5]);
    const none = await convert(load('one-hot-11.onnx'), 'one-hot.onnx');
    expect(none.model.graph.directions ?? []).toEqual([]);
  });

  it('shows flat outputs as pictures beside them', async () => {
    const flat = gemm(
      Array.from({ length: 256 }, (_, index) => index),
      64,
    );
    const { model } = await convert(flat, 'mlp.onnx');
    expect(model.graph.outputs).toMatchObject([
      { name: 'image', shape: ['N', 64], channels: 'raw' },
      { name: 'image.picture', shape: ['N', 1, 8, 8], channels: 'grey' },
    ]);
  });

  it.each([
    ['model.h5', [0x89, 0x48, 0x44, 0x46, 0x0d], 'model.h5: is no intact HDF5 file: '],
    ['model.json', [0x7b, 0x22, 0x66, 0x22], 'model.json: is no intact JSON ('],
    [
      'model.txt',
      [0x61, 0x62, 0x63, 0x64],
      'model.txt: starts like no known format, expected ONNX (.onnx), PyTorch',
    ],
    ['empty.onnx', [], 'empty.onnx: has 0 bytes'],
  ])('refuses %s by what it is', async (name, bytes, message) => {
    await expect(convert(Uint8Array.from(bytes), name)).rejects.toThrow(message);
  });

  it('refuses what is converted already', async () => {
    const { model } = await convert(load('dcgan-11.onnx'), 'dcgan.onnx');
    await expect(convert(writeModel(model), 'dcgan.safetensors')).rejects.toThrow(
      'dcgan.safetensors: is a model file that Roentgan wrote, which needs no conversion',
    );
  });
});
