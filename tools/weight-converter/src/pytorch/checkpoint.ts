import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { storageType, tensorHost } from './allowedGlobals.ts';
import { readPickle } from './pickle.ts';
import { elementTypes, type TorchStorage } from './torchTensor.ts';
import { readZip } from './zip.ts';

const LEGACY_MAGIC = 0x1950a86a20f9469cfc6cn;
const LEGACY_PROTOCOL = 1001;

/** The object that `torch.save` stored, from a zip or a legacy file. Nothing in it is executed. */
export function readCheckpoint(bytes: Uint8Array, fileName: string): unknown {
  try {
    if (isZip(bytes)) return readZipCheckpoint(bytes, fileName);
    // Each once, however often a pickle names it.
    const known = new Map<unknown, unknown>();
    return readLegacyCheckpoint(bytes, fileName, (inner) => {
      if (!known.has(inner)) known.set(inner, readStorage(inner, fileName));
      return known.get(inner);
    });
  } catch (error) {
    if (error instanceof ModelFileError) throw error;
    const reason = error instanceof Error ? error.message : error;
    throw new ModelFileError(`${fileName}: is no intact PyTorch checkpoint: ${reason}`, { cause: error });
  }
}

/** A storage that a plain pickle holds as the bytes of a legacy checkpoint of its own. */
function readStorage(bytes: unknown, fileName: string): unknown {
  if (!(bytes instanceof Uint8Array)) throw new RangeError('pickle: a storage has no bytes');
  return readLegacyCheckpoint(bytes, fileName, refuseBytes);
}

function refuseBytes(): never {
  throw new RangeError('pickle: holds a storage as bytes, expected one of the file');
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function readZipCheckpoint(bytes: Uint8Array, fileName: string): unknown {
  const files = readZip(bytes, fileName);
  const pickleName = Object.keys(files).find((name) => /(^|\/)data\.pkl$/.test(name));
  if (pickleName === undefined) {
    throw new ModelFileError(`${fileName}: the zip holds no data.pkl, expected a file that torch.save wrote`);
  }
  const folder = pickleName.slice(0, -'data.pkl'.length);
  if (files[`${folder}constants.pkl`]) {
    throw new ModelFileError(
      `${fileName}: is a TorchScript archive, expected a state_dict saved with torch.save, or the model exported to ONNX: torch.onnx.export(torch.jit.load(file), inputs, "model.onnx")`,
    );
  }
  const byteOrder = files[`${folder}byteorder`];
  if (byteOrder && new TextDecoder().decode(byteOrder) !== 'little') {
    throw new ModelFileError(`${fileName}: byte order is not little, which is not supported`);
  }
  const host = tensorHost(
    fileName,
    ([, type, key]) => {
      const stored = files[`${folder}data/${key}`];
      if (stored === undefined) throw new ModelFileError(`${fileName}: storage "${key}" is missing`);
      return { type: storageType(type), key: `${key}`, start: 0, bytes: () => stored };
    },
    refuseBytes,
  );
  return readPickle(files[pickleName]!, host).value;
}

/** Before 1.6: pickles of magic number, protocol, system, object and storage keys, then every storage's values. */
function readLegacyCheckpoint(
  bytes: Uint8Array,
  fileName: string,
  openBytes: (bytes: unknown) => unknown,
): unknown {
  const storages = new Map<string, Uint8Array>();
  const types = new Map<string, string>();
  const host = tensorHost(
    fileName,
    ([, type, key, , , view]): TorchStorage => {
      const name = `${key}`;
      types.set(name, storageType(type));
      return {
        type: storageType(type),
        key: name,
        start: Array.isArray(view) && Number.isSafeInteger(view[1]) ? view[1] : 0,
        bytes: () => storages.get(name) ?? new Uint8Array(),
      };
    },
    openBytes,
  );
  const magic = readPickle(bytes, host);
  if (magic.value instanceof Map) return magic.value; // a plain pickle of tensors
  if (magic.value !== LEGACY_MAGIC) {
    throw new ModelFileError(
      `${fileName}: is a pickle but no checkpoint, expected a file that torch.save wrote`,
    );
  }
  const protocol = readPickle(bytes, host, magic.end);
  const system = readPickle(bytes, host, protocol.end);
  if (
    protocol.value !== LEGACY_PROTOCOL ||
    (system.value as Map<string, unknown>)?.get?.('little_endian') === false
  ) {
    throw new ModelFileError(`${fileName}: legacy protocol ${protocol.value} or byte order is not supported`);
  }
  const object = readPickle(bytes, host, system.end);
  const keys = readPickle(bytes, host, object.end);
  if (!Array.isArray(keys.value)) throw new RangeError('the list of storages is missing');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = keys.end;
  for (const key of keys.value) {
    const count = Number(view.getBigInt64(at, true));
    const type = types.get(`${key}`);
    const length = count * (elementTypes[type ?? '']?.bytes ?? Number.NaN);
    if (!(count >= 0 && at + 8 + length <= bytes.length)) {
      throw new RangeError(
        `storage "${key}" has ${count} elements, the file has ${bytes.length - at - 8} bytes left`,
      );
    }
    storages.set(`${key}`, bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return object.value;
}
