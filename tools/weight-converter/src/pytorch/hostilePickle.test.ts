import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readPyTorch } from './readPyTorch.ts';

const text = (value: string) => [...new TextEncoder().encode(value)];
const global = (module: string, name: string) => [0x63, ...text(`${module}\n${name}\n`)];
const unicode = (value: string) => [0x8c, value.length, ...text(value)];
const int = (value: number) => [
  0x4a,
  value & 255,
  (value >> 8) & 255,
  (value >> 16) & 255,
  (value >> 24) & 255,
];
const proto = [0x80, 2];
const STOP = 0x2e;

/** `('storage', FloatStorage, '0', 'cpu', n)` as a persistent id. */
const storage = [
  ...[
    0x28,
    ...unicode('storage'),
    ...global('torch', 'FloatStorage'),
    ...unicode('0'),
    ...unicode('cpu'),
    ...int(4),
  ],
  ...[0x74, 0x51],
];

/** A state dict `{'0.weight': tensor}` of two linear layers, the first with the given sizes, strides and offset. */
function stateDict(sizes: readonly number[], strides: readonly number[], offset = 0): number[] {
  const tuple = (values: readonly number[]) => [0x28, ...values.flatMap(int), 0x74];
  const rebuilt = (size: readonly number[], stride: readonly number[], at: number) => [
    ...[...global('torch._utils', '_rebuild_tensor_v2'), 0x28, ...storage, ...int(at)],
    ...[...tuple(size), ...tuple(stride), 0x89, 0x7d, 0x74, 0x52],
  ];
  return [
    ...[...proto, 0x7d, ...unicode('0.weight'), ...rebuilt(sizes, strides, offset), 0x73],
    ...[...unicode('1.weight'), ...rebuilt([sizes[0] ?? 1, sizes[0] ?? 1], [1, 1], 0), 0x73, STOP],
  ];
}

function zip(pickle: readonly number[], more: Record<string, Uint8Array> = {}): Uint8Array {
  const files = { 'a/data.pkl': Uint8Array.from(pickle), 'a/data/0': new Uint8Array(16), ...more };
  return zipSync(files, { level: 0 });
}

const system = [...global('os', 'system'), 0x28, ...unicode('touch /tmp/owned'), 0x74, 0x52, STOP];

const cases: readonly [string, Uint8Array, string | RegExp][] = [
  [
    'os.system in a zip',
    zip([...proto, ...system]),
    'x.pt: pickle: os.system is not allowed, expected tensors and containers only',
  ],
  ['os.system bare', Uint8Array.from(system), 'x.pt: pickle: os.system is not allowed'],
  ['os.system, protocol 2', Uint8Array.from([...proto, ...system]), 'x.pt: pickle: os.system is not allowed'],
  [
    'posix.system by stack',
    zip([...proto, ...unicode('posix'), ...unicode('system'), 0x93, STOP]),
    'pickle: posix.system is not allowed',
  ],
  [
    'builtins.eval',
    zip([...proto, ...global('builtins', 'eval'), STOP]),
    'pickle: builtins.eval is not allowed',
  ],
  [
    '__builtin__.getattr',
    zip([...proto, ...global('__builtin__', 'getattr'), STOP]),
    'pickle: __builtin__.getattr is not allowed',
  ],
  [
    'torch.load',
    zip([...proto, ...global('torch.serialization', 'load'), STOP]),
    'pickle: torch.serialization.load is not allowed',
  ],
  [
    'a whole module',
    zip([...proto, ...global('__main__', 'Generator'), STOP]),
    '__main__.Generator is not allowed, expected tensors and containers only (save a state_dict)',
  ],
  ['INST', zip([0x28, 0x69, ...text('os\nsystem\n'), STOP]), 'pickle: os.system is not allowed'],
  [
    'a global of the prototype',
    zip([...proto, ...global('constructor', 'x'), STOP]),
    'constructor.x is not allowed',
  ],
  [
    'a call of a container',
    zip([...proto, 0x7d, 0x29, 0x52, STOP]),
    'pickle: calls something that builds no tensor or container',
  ],
  ['an extension', zip([...proto, 0x82, 1, STOP]), 'pickle: unknown opcode 0x82'],
  ['an empty stack', zip([STOP]), 'pickle: takes from an empty stack'],
  ['no end', zip(proto), 'pickle: needs 1 bytes'],
  ['a string of 4 GB', zip([0x58, 255, 255, 255, 255]), 'pickle: needs 4294967295 bytes'],
  ['a memo of nothing', zip([0x68, 3, STOP]), 'pickle: memo 3 is not set'],
  ['a huge integer', zip([0x8b, 0, 0, 0, 64]), 'pickle: an integer of'],
  ['no tensors', zip([...proto, 0x7d, STOP]), 'holds no named tensors, expected a state_dict'],
  ['10^9 elements', zip(stateDict([1e9, 1], [1, 1])), 'needs 1000000000 elements, its storage "0" has 4'],
  ['10^9 repeated elements', zip(stateDict([30000, 30000], [0, 0])), 'its storage "0" has 4'],
  ['an offset out of range', zip(stateDict([2, 2], [2, 1], 3)), 'needs 7 elements, its storage "0" has 4'],
  ['a negative size', zip(stateDict([-2, 2], [2, 1])), 'a tensor has no storage, or sizes that are none'],
  [
    'TorchScript',
    zip(proto, { 'a/constants.pkl': new Uint8Array(1) }),
    'is a TorchScript archive, expected a state_dict saved with torch.save, or the model exported to ONNX: torch.onnx.export(',
  ],
  ['big endian', zip(proto, { 'a/byteorder': Uint8Array.from(text('big')) }), 'byte order is not little'],
  [
    'a zip of something else',
    zipSync({ 'word/document.xml': new Uint8Array(9) }),
    'the zip holds no data.pkl',
  ],
  [
    'a zip bomb',
    zipSync({ 'a/data.pkl': new Uint8Array(50_000_000) }, { level: 9 }),
    'its files are 50000000 bytes unpacked',
  ],
  [
    'a zip whose directory counts more files than it can hold',
    countedAs(65_534, zip(proto)),
    /its zip directory names more than \d+ files, expected at most as many as fit into \d+ bytes/,
  ],
];

/** A zip whose end says that its directory lies beyond it and has so many files: fflate reads zeros there. */
function countedAs(files: number, source: Uint8Array): Uint8Array {
  const bytes = source.slice();
  const view = new DataView(bytes.buffer);
  view.setUint16(bytes.length - 14, files, true);
  view.setUint32(bytes.length - 6, 2 * bytes.length, true);
  return bytes;
}

describe('hostile PyTorch files', () => {
  it.each(cases)('%s is refused in one line', (_, bytes, message) => {
    expect(() => readPyTorch(bytes, 'x.pt')).toThrow(ModelFileError);
    expect(() => readPyTorch(bytes, 'x.pt')).toThrow(message);
    expect(() => readPyTorch(bytes, 'x.pt')).not.toThrow('\n');
  });

  it('lists nested 100,000 deep, and dicts that hold themselves, end', () => {
    const deep = new Uint8Array(200_000).fill(0x5d, 0, 100_000).fill(0x61, 100_000);
    deep[199_999] = STOP;
    expect(() => readPyTorch(zip([...deep]), 'x.pt')).toThrow('holds no named tensors');
    const own = [...proto, 0x7d, 0x71, 0, ...unicode('self'), 0x68, 0, 0x73, STOP];
    expect(() => readPyTorch(zip(own), 'x.pt')).toThrow('holds no named tensors');
  });

  it.each([
    ['that are none', [0x4b, 7], 'a storage has no bytes'],
    ['of nothing', [0x43, 0], 'pickle: needs 1 bytes'],
    ['of another pickle', [0x43, 4, 0x80, 2, 0x4e, STOP], 'is a pickle but no checkpoint'],
  ])('refuses a tensor of bytes %s', (_, argument, message) => {
    const load = [...global('torch.storage', '_load_from_bytes'), ...argument, 0x85, 0x52];
    const file = Uint8Array.from([...proto, 0x7d, ...unicode('w'), ...load, 0x73, STOP]);
    expect(() => readPyTorch(file, 'x.pkl')).toThrow(ModelFileError);
    expect(() => readPyTorch(file, 'x.pkl')).toThrow(message);
    expect(() => readPyTorch(zip([...file]), 'x.pt')).toThrow('holds a storage as bytes');
  });

  it('refuses storages of a legacy file that reach past its end', () => {
    const magic = [...proto, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, STOP];
    const head = [...magic, 0x4d, 0xe9, 3, STOP, 0x7d, STOP];
    const keys = [0x5d, ...unicode('0'), 0x61, STOP];
    const file = [...head, ...stateDict([2, 2], [2, 1]), ...keys, 0, 0xca, 0x9a, 0x3b, 0, 0, 0, 0];
    expect(() => readPyTorch(Uint8Array.from(file), 'x.pth')).toThrow(
      'x.pth: is no intact PyTorch checkpoint: storage "0" has 1000000000 elements, the file has 0 bytes left',
    );
  });
});
