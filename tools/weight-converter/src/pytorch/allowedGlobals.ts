import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { PickleHost } from './pickle.ts';
import { readModule } from './pickledModule.ts';
import { elementTypes, storageOfDtype, type TorchStorage, TorchTensor } from './torchTensor.ts';

/** A name that a pickle may mention. What it does when called is here and nowhere else. */
class Allowed {
  readonly name: string;
  readonly call: ((args: readonly unknown[]) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}

const callables: Readonly<Record<string, (args: readonly unknown[]) => unknown>> = {
  'collections.OrderedDict': ([pairs]) => toMap(pairs),
  'collections.defaultdict': ([, pairs]) => toMap(pairs),
  // Settings and scores that training scripts save beside the weights; their state is dropped.
  'argparse.Namespace': () => new Map(),
  'models.utils.config.BaseConfig': () => new Map(),
  'dnnlib.util.EasyDict': ([pairs]) => toMap(pairs),
  '_codecs.encode': () => new Uint8Array(),
  'numpy.dtype': () => new Map(),
  'numpy.core.multiarray.scalar': () => null,
  'numpy._core.multiarray.scalar': () => null,
  'builtins.dict': ([pairs]) => toMap(pairs),
  'builtins.list': ([items]) => (Array.isArray(items) ? [...items] : []),
  'builtins.tuple': ([items]) => (Array.isArray(items) ? [...items] : []),
  'builtins.set': ([items]) => new Set(Array.isArray(items) ? items : []),
  'builtins.frozenset': ([items]) => new Set(Array.isArray(items) ? items : []),
  'torch.Size': ([sizes]) => sizes,
  'torch.device': (args) => args.join(':'),
  'torch._utils._rebuild_tensor': (args) => rebuildTensor(args),
  'torch._utils._rebuild_tensor_v2': (args) => rebuildTensor(args),
  'torch._utils._rebuild_tensor_v3': (args) => rebuildTensor(args, args[6]),
  'torch._utils._rebuild_parameter': ([tensor]) => tensor,
  'torch._utils._rebuild_parameter_with_state': ([tensor]) => tensor,
  'torch.nn.parameter.Parameter': ([tensor]) => tensor,
  'torch._tensor._rebuild_from_type_v2': (args) => rebuildFromType(args),
  'torch_utils.persistence._reconstruct_persistent_obj': ([meta]) => readModule(meta),
};

/** Makes a storage of the bytes of a legacy checkpoint: tensors in a pickle that `torch.save` did not write. */
const LOAD_FROM_BYTES = 'torch.storage._load_from_bytes';

const storageNames = new Set(Object.keys(elementTypes));
const python2 = /^__builtin__\./;

/** The host that builds tensors and containers and refuses every other global by name. */
export function tensorHost(
  fileName: string,
  openStorage: (id: readonly unknown[]) => TorchStorage,
  openBytes: (bytes: unknown) => unknown,
): PickleHost {
  return {
    global(given) {
      const name = given.replace(python2, 'builtins.');
      if (Object.hasOwn(callables, name)) return new Allowed(name, callables[name]);
      if (name === LOAD_FROM_BYTES) return new Allowed(name, ([bytes]) => openBytes(bytes));
      const [, last = ''] = /^torch(?:\.storage|\.cuda)?\.(\w+)$/.exec(name) ?? [];
      if (storageNames.has(last) || last === 'UntypedStorage' || Object.hasOwn(storageOfDtype, last)) {
        return new Allowed(last);
      }
      throw new ModelFileError(
        `${fileName}: pickle: ${given.slice(0, 200)} is not allowed, expected tensors and containers only (save a state_dict)`,
      );
    },
    call(callable, args) {
      if (!(callable instanceof Allowed) || !callable.call) {
        throw new ModelFileError(`${fileName}: pickle: calls something that builds no tensor or container`);
      }
      return callable.call(args);
    },
    persistentId(id) {
      if (!Array.isArray(id) || id[0] !== 'storage') {
        throw new ModelFileError(
          `${fileName}: pickle: a persistent id is no storage, expected ('storage', type, key, ...)`,
        );
      }
      return openStorage(id);
    },
  };
}

/** The storage class of a persistent id, by name. */
export function storageType(value: unknown): string {
  if (!(value instanceof Allowed)) throw new RangeError('pickle: a storage has no type');
  return value.name === 'UntypedStorage' ? 'ByteStorage' : value.name;
}

function toMap(pairs: unknown): Map<unknown, unknown> {
  if (pairs instanceof Map) return new Map(pairs);
  const map = new Map<unknown, unknown>();
  if (Array.isArray(pairs)) {
    for (const pair of pairs) if (Array.isArray(pair)) map.set(pair[0], pair[1]);
  }
  return map;
}

function rebuildTensor([storage, offset, size, stride]: readonly unknown[], dtype?: unknown): TorchTensor {
  const isList = (value: unknown): value is number[] =>
    Array.isArray(value) &&
    value.length <= 8 &&
    value.every((entry) => Number.isSafeInteger(entry) && entry >= 0);
  const isStorage = typeof storage === 'object' && storage !== null && 'key' in storage && 'bytes' in storage;
  if (!isStorage || !isList([offset]) || !isList(size) || !isList(stride) || size.length !== stride.length) {
    throw new RangeError('pickle: a tensor has no storage, or sizes that are none');
  }
  const untyped = storage as TorchStorage;
  const type = dtype instanceof Allowed ? storageOfDtype[dtype.name] : untyped.type;
  if (type === undefined || !Object.hasOwn(elementTypes, type))
    throw new RangeError('pickle: a tensor of an unknown type');
  return new TorchTensor({ ...untyped, type }, offset as number, size, stride);
}

/** `_rebuild_from_type_v2(function, type, args, state)`, as tensors with attributes are saved. */
function rebuildFromType([rebuild, , args]: readonly unknown[]): unknown {
  if (!(rebuild instanceof Allowed) || !rebuild.call || !Array.isArray(args)) {
    throw new RangeError('pickle: a tensor subclass that cannot be rebuilt');
  }
  return rebuild.call(args);
}
