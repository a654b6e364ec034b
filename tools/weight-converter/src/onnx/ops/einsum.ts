import type { Activation, Call } from '../call.ts';
import type { Mapper } from './mapper.ts';
import { reduceOver } from './reductions.ts';

/** An operand and a letter for each of its axes but the batch. */
interface Term {
  readonly value: Activation;
  readonly letters: readonly string[];
}

/** Sums of products of any number of operands, two at a time, each time as one matrix product. */
const einsum: Mapper = (call) => {
  const { terms, output } = readTerms(call);
  let result = terms[0]!;
  for (let at = 1; at < terms.length; at++) {
    const later = new Set([...output, ...terms.slice(at + 1).flatMap(({ letters }) => letters)]);
    result = contracted(call, result, terms[at]!, later);
  }
  const summed = summedTo(call, result, new Set(output));
  return ordered(call, summed, output).value;
};

function readTerms(call: Call): { terms: Term[]; output: string[] } {
  const equation = call.text('equation', '').replaceAll(' ', '');
  const [left = '', right] = equation.split('->');
  const inputs = left.split(',');
  if (!/^[A-Za-z,]*$/.test(left) || !/^[A-Za-z]*$/.test(right ?? '') || inputs.length !== call.inputs.length)
    call.fail(`equation is "${equation}", expected a term of letters for each input`);
  const all = inputs.join('').split('');
  const counted = [...new Set(all)].toSorted();
  const output =
    right?.split('') ?? counted.filter((letter) => all.indexOf(letter) === all.lastIndexOf(letter));
  const batch = call.lead === 0 ? output[0] : undefined;
  const terms = inputs.map((term, at): Term => {
    const letters = term.split('');
    if (new Set(letters).size !== letters.length)
      call.fail(`equation is "${equation}": a letter stands twice in "${term}", which is not supported`);
    const source = call.source(at);
    const value = source.kind === 'constant' ? call.repeated(source) : source;
    const isBatched = call.lead === 0 && source.kind === 'activation';
    if (isBatched && letters[0] !== batch) call.fail(`equation is "${equation}", expected the batch first`);
    const own = isBatched ? letters.slice(1) : letters;
    if (own.length !== value.shape.length - 1 || (batch !== undefined && own.includes(batch)))
      call.fail(`equation is "${equation}": "${term}" does not fit input ${at}`);
    return { value, letters: own };
  });
  return { terms, output: batch === undefined ? output : output.slice(1) };
}

function sizeOf({ value, letters }: Term, of: readonly string[]): number {
  return of.reduce((product, letter) => product * value.shape[letters.indexOf(letter) + 1]!, 1);
}

/** Axes that nothing needs any more are summed. */
function summedTo(call: Call, term: Term, needed: ReadonlySet<string>): Term {
  const axes = term.letters.flatMap((letter, at) => (needed.has(letter) ? [] : [at + 1]));
  if (axes.length === 0) return term;
  const letters = term.letters.filter((letter) => needed.has(letter));
  const sum = reduceOver(call, 'sum', term.value, axes);
  return {
    letters,
    value: call.reshape(
      sum,
      letters.map((letter) => sizeOf(term, [letter])),
    ),
  };
}

function ordered(call: Call, { value, letters }: Term, order: readonly string[]): Term {
  return {
    letters: order,
    value: call.permute(value, [0, ...order.map((letter) => letters.indexOf(letter) + 1)]),
  };
}

function contracted(call: Call, first: Term, second: Term, later: ReadonlySet<string>): Term {
  const a = summedTo(call, first, new Set([...later, ...second.letters]));
  const b = summedTo(call, second, new Set([...later, ...first.letters]));
  const shared = a.letters.filter((letter) => b.letters.includes(letter));
  const kept = shared.filter((letter) => later.has(letter));
  const inner = shared.filter((letter) => !later.has(letter));
  const rows = a.letters.filter((letter) => !shared.includes(letter));
  const columns = b.letters.filter((letter) => !shared.includes(letter));
  const differing = shared.find((letter) => sizeOf(a, [letter]) !== sizeOf(b, [letter]));
  if (differing) call.fail(`sizes of "${differing}" differ`);
  const matrix = (term: Term, before: readonly string[], after: readonly string[]) =>
    call.reshape(ordered(call, term, [...kept, ...before, ...after]).value, [
      sizeOf(term, kept),
      sizeOf(term, before),
      sizeOf(term, after),
    ]);
  const product = call.builder.add('matmul', [matrix(a, rows, inner), matrix(b, inner, columns)]);
  const letters = [...kept, ...rows, ...columns];
  const sizes = letters.map((letter) => sizeOf(a.letters.includes(letter) ? a : b, [letter]));
  return { letters, value: call.reshape(product, sizes) };
}

export const einsumOps: Readonly<Record<string, Mapper>> = { Einsum: einsum };
