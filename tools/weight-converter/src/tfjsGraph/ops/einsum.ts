import { countElements } from '../../graph/shape.ts';
import { type Call, type Constant, formatDims, type SourceValue } from '../call.ts';
import { isConstant } from '../value.ts';
import type { Mappers } from './mapper.ts';

interface Letters {
  /** In both operands and in the result: the batch and others like it. */
  readonly shared: readonly string[];
  /** In both operands only: summed over. */
  readonly summed: readonly string[];
  readonly left: readonly string[];
  readonly right: readonly string[];
  readonly result: readonly string[];
}

/** What an equation such as `bqhd,bkhd->bhqk` means; each letter stands once in an operand. */
function readEquation(call: Call): { left: string[]; right: string[]; letters: Letters } {
  const equation = call.attributes.text('equation', '').replaceAll(' ', '');
  const parts = /^([A-Za-z]+),([A-Za-z]+)->([A-Za-z]+)$/.exec(equation);
  if (!parts)
    return call.fail(
      `its equation is "${equation.slice(0, 80)}", expected one of two operands, such as ab,bc->ac`,
    );
  const [left, right, result] = parts.slice(1).map((text) => [...text]) as [string[], string[], string[]];
  const isIn = (other: readonly string[]) => (letter: string) => other.includes(letter);
  const isRepeated = [left, right, result].some((letters) => new Set(letters).size < letters.length);
  const isLost = (letter: string, other: readonly string[]) =>
    !other.includes(letter) && !result.includes(letter);
  const lost = left.some((letter) => isLost(letter, right)) || right.some((letter) => isLost(letter, left));
  const made = result.some((letter) => !isIn(left)(letter) && !isIn(right)(letter));
  if (isRepeated || lost || made)
    call.fail(`its equation "${equation}" repeats letters or sums over one operand, which is not supported`);
  const letters = {
    shared: result.filter((letter) => isIn(left)(letter) && isIn(right)(letter)),
    summed: left.filter((letter) => isIn(right)(letter) && !isIn(result)(letter)),
    left: left.filter((letter) => !isIn(right)(letter)),
    right: right.filter((letter) => !isIn(left)(letter)),
    result,
  };
  return { left, right, letters };
}

/** A sum of products of two operands as a matrix product: attention and dense layers over several axes. */
function einsum(call: Call): SourceValue {
  const { left, right, letters } = readEquation(call);
  const [a, b] = [call.source(0), call.source(1)];
  if (isConstant(a)) return call.fail('has a constant first operand, expected a computed one');
  const sizes = new Map<string, number>();
  for (const [names, { shape }] of [
    [left, a],
    [right, b],
  ] as const) {
    if (names.length !== shape.length) call.fail(`names ${names.length} axes of ${formatDims(shape)}`);
    names.forEach((letter, axis) => {
      const known = sizes.get(letter) ?? shape[axis]!;
      if (known !== shape[axis]) call.fail(`axis ${letter} has ${known} and ${shape[axis]} values`);
      sizes.set(letter, known);
    });
  }
  const sizeOf = (names: readonly string[]) => names.map((letter) => sizes.get(letter)!);
  const product = isConstant(b)
    ? byConstant(call, a, left, b, right, letters, sizeOf)
    : ofTwo(call, a, left, b, right, letters, sizeOf);
  const order = isConstant(b)
    ? [...letters.left, ...letters.right]
    : [...letters.shared, ...letters.left, ...letters.right];
  const parted = call.layers.reshape(product, sizeOf(order));
  return call.layers.permute(
    parted,
    letters.result.map((letter) => order.indexOf(letter)),
  );
}

type SizeOf = (letters: readonly string[]) => number[];

function arranged(
  call: Call,
  value: SourceValue,
  names: readonly string[],
  order: readonly string[],
): SourceValue {
  return call.layers.permute(
    value,
    order.map((letter) => names.indexOf(letter)),
  );
}

function byConstant(
  call: Call,
  a: SourceValue,
  left: readonly string[],
  b: Constant,
  right: readonly string[],
  letters: Letters,
  sizeOf: SizeOf,
): SourceValue {
  if (letters.shared.length > 0)
    call.fail('has a constant that differs along an axis of the result, which is not supported');
  const order = [...letters.summed, ...letters.right];
  if (order.join('') !== right.join(''))
    call.fail(`has a constant with the axes ${right.join('')}, expected ${order.join('')}`);
  const kept = sizeOf(letters.left);
  const inner = countElements(sizeOf(letters.summed));
  const rows = call.layers.reshape(arranged(call, a, left, [...letters.left, ...letters.summed]), [
    ...kept,
    inner,
  ]);
  return call.layers.linear(rows, call.weight(b, [inner, countElements(sizeOf(letters.right))]));
}

function ofTwo(
  call: Call,
  a: SourceValue,
  left: readonly string[],
  b: SourceValue,
  right: readonly string[],
  letters: Letters,
  sizeOf: SizeOf,
): SourceValue {
  const { shared, summed } = letters;
  if (shared[0] !== left[0] || shared[0] !== right[0])
    call.fail('multiplies along the batch, expected it first in both operands and the result');
  const inner = countElements(sizeOf(summed));
  const [rows, columns] = [letters.left, letters.right].map((names) => countElements(sizeOf(names))) as [
    number,
    number,
  ];
  const first = call.layers.reshape(arranged(call, a, left, [...shared, ...letters.left, ...summed]), [
    ...sizeOf(shared),
    rows,
    inner,
  ]);
  const second = call.layers.reshape(arranged(call, b, right, [...shared, ...summed, ...letters.right]), [
    ...sizeOf(shared),
    inner,
    columns,
  ]);
  const inputs = [first, second].map((value) => call.layers.asSource(value));
  return call.layers.fromSource(call.builder.add('matmul', inputs));
}

export const einsumOps: Mappers = { Einsum: einsum };
