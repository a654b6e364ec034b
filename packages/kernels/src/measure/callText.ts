import type { Call, Operation } from '../kernel.ts';
import type { Shape } from '../tensor.ts';

/** Sizes that stand for a weight's shape, where an operation has a matrix. */
const weightSizes = ['out', 'kernel'] as const;

/**
 * Reads a call stated in PyTorch's terms, such as `input=1x256x16x16 out=128 kernel=4 stride=2 padding=1 bias`.
 *
 * `input` is N x C x H x W, a second input follows a comma. A weight is given by name and shape (`weight=256x128x4x4`), or, of
 * convolutions and `linear`, by `out` channels and `kernel` size. All else are the operation's attributes: numbers, `axb` or `a,b` for several, words.
 * One number stands for height and width, and for all four sides of a padding; two paddings are height's and width's.
 * @throws RangeError that says what is wrong
 */
export function parseCall(operation: Operation, text: string): Call {
  const where = `shape "${text}"`;
  const fields = new Map<string, string>();
  for (const word of text.trim().split(/\s+/)) {
    const [name = '', ...rest] = word.split('=');
    if (name === '' || fields.has(name)) {
      throw new RangeError(`${where}: "${word}" ${name === '' ? 'has no name' : 'is there twice'}`);
    }
    fields.set(name, rest.join('='));
  }
  const take = (name: string): string | undefined => {
    const value = fields.get(name);
    fields.delete(name);
    return value;
  };
  const given = take('input');
  if (given === undefined) throw new RangeError(`${where}: has no input, expected input=NxCxHxW`);
  const inputs = given.split(',').map((shape) => readShape(shape, 'input', where));
  const { min, max } = operation.inputs;
  if (inputs.length < min || inputs.length > Math.min(max, operation.kernels[0]!.bindings.length - 1)) {
    throw new RangeError(`${where}: has ${inputs.length} inputs, ${operation.name} expects ${min}`);
  }
  const groups = fields.has('groups') ? readNumber(fields.get('groups')!, 'groups', where) : 1;
  const weights: Record<string, Shape> = {};
  const sizes = Object.fromEntries(weightSizes.map((name) => [name, take(name)]));
  const matrix = matrixShape(operation, inputs[0]!, sizes, groups, where);
  if (matrix) weights.weight = matrix;
  for (const [name, need] of Object.entries(operation.weights)) {
    if (fields.has(name)) {
      const value = take(name)!;
      const channels = name === 'bias' ? outputChannels(operation, weights.weight, groups) : undefined;
      weights[name] = value === '' && channels ? [channels] : readShape(value, name, where);
    } else if (need === 'required' && !weights[name]) {
      const hint = operation.weightUse === 'matrix' ? 'out=CHANNELS kernel=SIZE' : `${name}=SHAPE`;
      throw new RangeError(`${where}: has no ${name}, expected ${hint}`);
    }
  }
  const raw = Object.fromEntries([...fields].map(([name, value]) => [name, readAttribute(name, value)]));
  const attributes = operation.parseAttributes(raw, where) as Record<string, unknown>;
  const unknown = Object.keys(raw).find((name) => !(name in attributes));
  if (unknown !== undefined) {
    const known = ['input', ...Object.keys(operation.weights), ...Object.keys(attributes)].join(', ');
    throw new RangeError(`${where}: ${operation.name} has no "${unknown}", expected ${known}`);
  }
  const shapes = { inputs, weights, attributes };
  return { ...shapes, output: operation.outputShape(shapes, where) };
}

/** The text that `parseCall` reads as this call. */
export function formatCall(operation: Operation, { inputs, weights, attributes }: Call): string {
  const parts = [`input=${inputs.map((shape) => shape.join('x')).join(',')}`];
  const raw = attributes as Readonly<Record<string, unknown>>;
  const groups = typeof raw.groups === 'number' ? raw.groups : 1;
  for (const [name, shape] of Object.entries(weights)) {
    if (name === 'weight' && operation.weightUse === 'matrix') {
      parts.push(`out=${outputChannels(operation, shape, groups)}`);
      const [height, width] = shape.slice(2);
      if (height !== undefined) parts.push(`kernel=${height === width ? height : `${height}x${width}`}`);
    } else if (name !== 'bias') parts.push(`${name}=${shape.join('x')}`);
  }
  const defaults = defaultAttributes(operation);
  for (const [name, value] of Object.entries(raw)) {
    if (JSON.stringify(value) === JSON.stringify(defaults[name])) continue;
    const all = Array.isArray(value) && value.every((entry) => entry === value[0]);
    parts.push(`${name}=${all ? value[0] : Array.isArray(value) ? value.join(',') : String(value)}`);
  }
  const isMatrix = operation.weightUse === 'matrix';
  if (weights.bias) parts.push(isMatrix ? 'bias' : `bias=${weights.bias.join('x')}`);
  return parts.join(' ');
}

function defaultAttributes(operation: Operation): Readonly<Record<string, unknown>> {
  try {
    return operation.parseAttributes({}, operation.name) as Record<string, unknown>;
  } catch {
    return {}; // some must be given, then all are printed
  }
}

function matrixShape(
  operation: Operation,
  input: Shape,
  { out, kernel }: Readonly<Record<string, string | undefined>>,
  groups: number,
  where: string,
): Shape | undefined {
  if (out === undefined && kernel === undefined) return undefined;
  if (operation.weightUse !== 'matrix' || out === undefined) {
    const reason = out === undefined ? 'has kernel but no out' : `${operation.name} has no out`;
    throw new RangeError(`${where}: ${reason}`);
  }
  const channels = readNumber(out, 'out', where);
  if (operation.name === 'linear') return [channels, input[1]!];
  const [height, width = height] = readShape(kernel ?? '', 'kernel', where);
  return operation.name === 'convTranspose2d'
    ? [input[1]!, channels / groups, height!, width!]
    : [channels, input[1]! / groups, height!, width!];
}

function outputChannels(operation: Operation, weight: Shape | undefined, groups: number): number | undefined {
  return operation.name === 'convTranspose2d' ? weight && weight[1]! * groups : weight?.[0];
}

function readShape(text: string, name: string, where: string): number[] {
  const sizes = text.split('x').map(Number);
  if (!/^\d+(x\d+)*$/.test(text) || sizes.some((size) => !(size >= 1) || size > 2 ** 31)) {
    throw new RangeError(`${where}: ${name} is "${text}", expected sizes such as 1x256x16x16`);
  }
  return sizes;
}

function readNumber(text: string, name: string, where: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new RangeError(`${where}: ${name} is "${text}", expected a whole number above 0`);
  }
  return Number(text);
}

/** Attributes that PyTorch takes as one number or as one for each axis. */
const pairs = ['stride', 'dilation', 'outputPadding', 'size', 'kernelSize'];

function readAttribute(name: string, text: string): unknown {
  if (text === '' || text === 'true') return true;
  if (text === 'false') return false;
  const parts = text.split(/[x,]/);
  if (!parts.every((part) => /^-?(\d+\.?\d*|\.\d+)(e-?\d+)?$/.test(part))) return text;
  const numbers = parts.map(Number);
  if (name === 'padding') {
    const [top = 0, left = top, bottom = top, right = left] = numbers;
    return [top, left, bottom, right];
  }
  if (pairs.includes(name)) return numbers.length === 1 ? [numbers[0], numbers[0]] : numbers;
  return numbers.length === 1 ? numbers[0] : numbers;
}
