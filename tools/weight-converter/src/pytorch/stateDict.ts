import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import { TorchTensor } from './torchTensor.ts';

/** Named tensors in the order they were saved. */
export type StateDict = ReadonlyMap<string, TorchTensor>;

export interface FoundStateDict {
  /** Where in the checkpoint: `netG`, `state_dict.generator`; empty for the whole file. */
  readonly path: string;
  readonly tensors: StateDict;
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
const unwanted = /^(net_?d|d|dis|disc|discriminator|critic|encoder|optim.*|opt.*)$/i;

/** Every state dict of a checkpoint, generators first: the file itself, or dicts nested in it at any key. */
export function findStateDicts(checkpoint: unknown, fileName: string): FoundStateDict[] {
  const found: FoundStateDict[] = [];
  collect(checkpoint, '', 0, found, new Set());
  if (found.length === 0) {
    throw new ModelFileError(`${fileName}: holds no named tensors, expected a state_dict, bare or nested`);
  }
  const parts = found.flatMap((state) => [state, ...splitByPrefix(state)]);
  return parts
    .map((state, order) => ({ state, order }))
    .sort((a, b) => rank(a.state) - rank(b.state) || a.order - b.order)
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
  const tensors = new Map<string, TorchTensor>();
  for (const [key, entry] of value) {
    if (typeof key !== 'string') continue;
    if (entry instanceof TorchTensor) tensors.set(key.replace(wrappers, ''), entry);
    else collect(entry, path === '' ? key : `${path}.${key}`, depth + 1, found, seen);
  }
  if (tensors.size > 0) found.push({ path, tensors });
}

/** `generator.*` and `discriminator.*` in one flat dict, as Lightning saves them, are models of their own. */
function splitByPrefix({ path, tensors }: FoundStateDict): FoundStateDict[] {
  const groups = new Map<string, Map<string, TorchTensor>>();
  for (const [name, tensor] of tensors) {
    const [prefix] = name.split('.', 1) as [string];
    if (!wanted.includes(prefix.toLowerCase()) && !unwanted.test(prefix)) continue;
    const group = groups.get(prefix) ?? new Map<string, TorchTensor>();
    groups.set(prefix, group.set(name.slice(prefix.length + 1).replace(wrappers, ''), tensor));
  }
  return [...groups].map(([prefix, group]) => ({
    path: path === '' ? prefix : `${path}.${prefix}`,
    tensors: group,
  }));
}

/** Lower is likelier the generator. */
function rank({ path }: FoundStateDict): number {
  const keys = path.toLowerCase().split('.');
  if (keys.some((key) => unwanted.test(key))) return 1000;
  const best = Math.min(...keys.map((key) => wanted.indexOf(key)).filter((index) => index >= 0));
  return path === '' ? 50 : Math.min(best, 100);
}
