import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { TorchTensor } from './torchTensor.ts';

/** A tensor of a state dict; its values are made when they are asked for. */
export interface StateTensor {
  readonly shape: readonly number[];
  /** Values in C order. `where` opens its errors. */
  toFloat32(where: string): Float32Array;
}

/** Named tensors in the order they were saved. */
export type StateDict = ReadonlyMap<string, StateTensor>;

export interface FoundStateDict {
  /** Where in the checkpoint: `netG`, `state_dict.generator`; empty for the whole file. */
  readonly path: string;
  readonly tensors: StateDict;
  /** The path of the state dict that these tensors are a part of. */
  readonly partOf?: string;
}

const MAX_DEPTH = 8;
const wrappers = /^((module|_orig_mod)\.)+/;
const wanted = [
  'params_ema',
  'g_ema',
  'ema',
  'netg',
  'net_g',
  'generator',
  'gen',
  'g',
  'decoder',
  'state_dict',
  'model',
];
/** A prefix that may also be a part of one model, such as `model` beside `label_emb`: the whole is tried before it. */
const wrapperKey = /(^|\.)(model|state_dict)$/i;
const unwanted = /^(net_?d|d|dis|disc|discriminator|critic|encoder|.*optim.*|opt.*)$/i;

/** Every state dict of a checkpoint, generators first: the file itself, or dicts nested in it at any key. */
export function findStateDicts(checkpoint: unknown, fileName: string): FoundStateDict[] {
  const found: FoundStateDict[] = [];
  collect(checkpoint, '', 0, found, new Set());
  if (found.length === 0) {
    throw new ModelFileError(`${fileName}: holds no named tensors, expected a state_dict, bare or nested`);
  }
  return found
    .flatMap((whole) => [
      { state: whole, order: rank(whole) },
      ...splitByPrefix(whole).map((state) => ({
        state,
        order: wrapperKey.test(state.path) ? Math.max(rank(state), rank(whole) + 0.5) : rank(state),
      })),
    ])
    .map((ranked, index) => ({ ...ranked, index }))
    .sort((a, b) => a.order - b.order || a.index - b.index)
    .map(({ state }) => state);
}

function collect(
  value: unknown,
  path: string,
  depth: number,
  found: FoundStateDict[],
  seen: Set<unknown>,
): void {
  if (!(value instanceof Map) || depth > MAX_DEPTH || seen.has(value)) return;
  seen.add(value);
  const tensors = new Map<string, StateTensor>();
  for (const [key, entry] of value) {
    if (typeof key !== 'string') continue;
    if (entry instanceof TorchTensor) tensors.set(key.replace(wrappers, ''), entry);
    else collect(entry, path === '' ? key : `${path}.${key}`, depth + 1, found, seen);
  }
  if (tensors.size > 0) found.push({ path, tensors });
}

/** `generator.*` and `discriminator.*` in one flat dict, as Lightning saves them, are models of their own. */
function splitByPrefix({ path, tensors }: FoundStateDict): FoundStateDict[] {
  const groups = new Map<string, Map<string, StateTensor>>();
  for (const [name, tensor] of tensors) {
    const [prefix] = name.split('.', 1) as [string];
    if (!wanted.includes(prefix.toLowerCase()) && !unwanted.test(prefix)) continue;
    const group = groups.get(prefix) ?? new Map<string, StateTensor>();
    groups.set(prefix, group.set(name.slice(prefix.length + 1).replace(wrappers, ''), tensor));
  }
  return [...groups].map(([prefix, group]) => ({
    path: path === '' ? prefix : `${path}.${prefix}`,
    tensors: group,
    partOf: path,
  }));
}

/** Lower is likelier the generator. */
function rank({ path }: FoundStateDict): number {
  const keys = path.toLowerCase().split('.');
  if (keys.some((key) => unwanted.test(key))) return 1000;
  const best = Math.min(...keys.map((key) => wanted.indexOf(key)).filter((index) => index >= 0));
  return path === '' ? 50 : Math.min(best, 100);
}
