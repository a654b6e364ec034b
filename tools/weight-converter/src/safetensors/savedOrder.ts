import type { TorchTensor } from '../pytorch/torchTensor.ts';

type Tensors = ReadonlyMap<string, TorchTensor>;

/**
 * A state dict in about the order that its modules run: safetensors sorts names as text, `main.10` before `main.2` and `bn1` before
 * `conv1`. Numbers become numbers again, and a norm comes behind the layer that it belongs to.
 */
export function savedOrder(tensors: Tensors): Map<string, TorchTensor> {
  const counted = countedStems(tensors);
  const sorted = [...tensors.keys()].sort((a, b) => compareNames(a, b, counted));
  const groups = new Map<string, string[]>();
  for (const name of sorted) {
    const module = moduleOf(name);
    groups.set(module, [...(groups.get(module) ?? []), name]);
  }
  const order = placeNorms([...groups.keys()], tensors);
  return new Map(
    order.flatMap((module) => groups.get(module)!.map((name) => [name, tensors.get(name)!] as const)),
  );
}

function moduleOf(name: string): string {
  return name.replace(/\.?[^.]*$/, '');
}

/** `conv` of conv1 to conv12: names that count without a gap. `fc` of fc1, fc21, fc22, fc3 is none: 21 is "2, first". */
function countedStems(tensors: Tensors): Set<string> {
  const numbers = new Map<string, Set<number>>();
  for (const name of tensors.keys()) {
    const parts = name.split('.');
    parts.forEach((part, at) => {
      const [, stem, digits] = /^(.*\D)(\d+)$/.exec(part) ?? [];
      if (stem === undefined) return;
      const key = [...parts.slice(0, at), stem].join('.');
      numbers.set(key, (numbers.get(key) ?? new Set()).add(Number(digits)));
    });
  }
  const isCounted = (found: Set<number>) => Math.max(...found) - Math.min(...found) === found.size - 1;
  return new Set([...numbers].flatMap(([key, found]) => (isCounted(found) ? [key] : [])));
}

/** Part by part: numbers by value, stems that count by their number, the rest as text. */
function compareNames(a: string, b: string, counted: ReadonlySet<string>): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const [one, other] = [left[at]!, right[at]!];
    if (one === other) continue;
    const [, stem = '', digits] = /^(.*?)(\d+)$/.exec(one) ?? [];
    const [, otherStem = '', otherDigits] = /^(.*?)(\d+)$/.exec(other) ?? [];
    const isNumbered = digits !== undefined && otherDigits !== undefined && stem === otherStem;
    const counts = stem === '' || counted.has([...left.slice(0, at), stem].join('.'));
    if (isNumbered && counts) return Number(digits) - Number(otherDigits);
    return one < other ? -1 : 1;
  }
  return left.length - right.length;
}

/**
 * Norms with names of their own behind the layer beside them that gives as many channels: the one of the same number
 * (`conv1`, `bn1`), else the last. In a Sequential, where names are numbers, they stand right already.
 */
function placeNorms(modules: readonly string[], tensors: Tensors): string[] {
  const shapeOf = (module: string, parameter: string) =>
    tensors.get(module === '' ? parameter : `${module}.${parameter}`)?.shape;
  const isNorm = (module: string) =>
    shapeOf(module, 'running_mean') !== undefined && !/(^|\.)\d+$/.test(module);
  const order = modules.filter((module) => !isNorm(module));
  for (const norm of modules.filter(isNorm)) {
    const channels = shapeOf(norm, 'running_mean')![0];
    const gives = order.filter((module) => {
      const weight = shapeOf(module, 'weight') ?? [];
      const isBeside = moduleOf(module) === moduleOf(norm);
      return isBeside && weight.length >= 2 && (weight[0] === channels || weight[1] === channels);
    });
    const number = /\d*$/.exec(norm)![0];
    const twin = gives.find((module) => number !== '' && /\d*$/.exec(module)![0] === number);
    const exact = gives.filter((module) => shapeOf(module, 'weight')![0] === channels);
    const before = twin ?? exact.at(-1) ?? gives.at(-1);
    if (before === undefined) order.push(norm);
    else order.splice(order.indexOf(before) + 1, 0, norm);
  }
  return order;
}
