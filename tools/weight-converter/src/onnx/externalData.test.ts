import { ModelFileError, tensorToFloat32 } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { bytesField, integerField, onnxFile } from '../../test/protobufBytes.ts';
import { convert } from '../convert.ts';
import type { OpenSideFile } from '../sideFiles.ts';

/** A TensorProto of floats whose bytes lie elsewhere. */
function external(name: string, dims: readonly number[], entries: Record<string, string>): number[] {
  return [
    ...dims.flatMap((size) => integerField(1, size)),
    ...integerField(2, 1),
    ...bytesField(8, name),
    ...Object.entries(entries).flatMap(([key, value]) =>
      bytesField(13, [...bytesField(1, key), ...bytesField(2, value)]),
    ),
    ...integerField(14, 1),
  ];
}

const values = Float32Array.of(9, 1, 2, 3, 4, 9);
const weights = new Uint8Array(values.buffer);
const file = (entries: Record<string, string>, dims = [4]) =>
  onnxFile([{ op: 'Add', inputs: ['z', 'w'], outputs: ['image'] }], {
    tensors: [external('w', dims, entries)],
  });
const read = (bytes: Uint8Array, openSideFile?: OpenSideFile) =>
  convert(bytes, 'big.onnx', { openSideFile, directions: 0 });

describe('external data', () => {
  it('is read from where the tensor says, once for each file', async () => {
    const opened: string[] = [];
    const open = (path: string) => {
      opened.push(path);
      return weights;
    };
    const place = { location: 'weights/big.onnx.data', offset: '4', length: '16' };
    const bytes = onnxFile(
      [
        { op: 'Add', inputs: ['z', 'w'], outputs: ['a'] },
        { op: 'Mul', inputs: ['a', 'v'], outputs: ['image'] },
      ],
      { tensors: [external('w', [4], place), external('v', [4], { ...place, offset: '8' })] },
    );
    const { model } = await read(bytes, open);
    expect(opened).toEqual(['weights/big.onnx.data']);
    expect([...tensorToFloat32(model.tensors.get('w')!)]).toEqual([1, 2, 3, 4]);
    expect([...tensorToFloat32(model.tensors.get('v')!)]).toEqual([2, 3, 4, 9]);
  });

  it('takes the whole file where no place is said', async () => {
    const { model } = await read(file({ location: 'w.bin' }), async () => weights.subarray(4, 20));
    expect([...tensorToFloat32(model.tensors.get('w')!)]).toEqual([1, 2, 3, 4]);
  });

  const inFolder = 'expected a relative path that stays in the file';
  it.each([
    [{ location: '../secret', length: '16' }, inFolder],
    [{ location: 'a/../../secret', length: '16' }, inFolder],
    [{ location: '/etc/passwd', length: '16' }, inFolder],
    [{ location: 'C:\\weights', length: '16' }, inFolder],
    [{ location: 'a\\..\\b', length: '16' }, inFolder],
    [{ location: 'a\nb', length: '16' }, inFolder],
    [{ location: '', length: '16' }, inFolder],
    [{ location: 'w', offset: '12', length: '16' }, 'tensor "w" is 16 bytes at 12 of "w", which has 24'],
    [{ location: 'w', offset: '-4', length: '16' }, 'tensor "w" is 16 bytes at -4 of "w", which has 24'],
    [{ location: 'w', offset: '99' }, 'tensor "w" is the rest bytes at 99 of "w", which has 24'],
    [{ location: 'w', length: '1e9' }, 'tensor "w" is 1e9 bytes at 0 of "w", which has 24'],
    [{ location: 'w', length: '8' }, 'tensor "w" has 8 bytes, expected 4 values of 4 bytes for [4]'],
  ])('refuses %o in one line', async (entries, message) => {
    const error = await read(file(entries as Record<string, string>), () => weights).catch(
      (reason) => reason,
    );
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error.message).toContain(message);
    expect(error.message).not.toContain('\n');
  });

  it('says which file is missing, and what to do where none can be opened', async () => {
    const bytes = file({ location: 'w.bin' });
    const missing = () => Promise.reject(new Error('no such file'));
    await expect(read(bytes, missing)).rejects.toThrow(
      'big.onnx: tensor "w" lies in "w.bin", which cannot be read: no such file',
    );
    await expect(read(bytes)).rejects.toThrow(
      'big.onnx: tensor "w" lies in "w.bin", which cannot be opened here; save the model as one file',
    );
  });
});
