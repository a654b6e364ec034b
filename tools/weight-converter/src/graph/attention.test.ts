import type { Model } from '@roentgan/gan-runtime/model-file';
import { expect, test } from 'vitest';
import { seededValues } from '../../../../packages/kernels/src/measure/seededValues.ts';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { type Activation, GraphBuilder, makeWeight } from './graphBuilder.ts';
import { BATCH } from './shape.ts';

const shapes = { q: [3, 5, 4], k: [3, 6, 4], v: [3, 6, 2], kT: [3, 4, 6] };
type Inputs = Readonly<Record<keyof typeof shapes, Activation>>;

function times(b: GraphBuilder, value: Activation, factor: number, op = 'multiply'): Activation {
  return b.add(op, [value], { weights: { other: makeWeight('factor', [1, 1, 1, 1], [factor]) } });
}

const swap = (b: GraphBuilder, value: Activation, dims = [0, 1, 3, 2]) =>
  b.add('permute', [value], { attributes: { dims } });

const softmax = (b: GraphBuilder, value: Activation, dim = -1) =>
  b.add('softmax', [value], { attributes: { dim } });

/** Recognises nothing, because a sum with 0 follows each softmax. */
class PlainBuilder extends GraphBuilder {
  override add(...[op, inputs, options]: Parameters<GraphBuilder['add']>): Activation {
    const result = super.add(op, inputs, options);
    if (op !== 'softmax') return result;
    return super.add('add', [result], { weights: { other: makeWeight('zero', [1, 1, 1, 1], [0]) } });
  }
}

/** The operations of a graph, and its values. */
function build(make: (b: GraphBuilder, inputs: Inputs) => Activation, builder = new GraphBuilder()) {
  const inputs = Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, builder.input(name, [BATCH, ...shape])]),
  ) as unknown as Inputs;
  const output = make(builder, inputs);
  const { nodes, tensors } = builder.finish([output]);
  const graph = { nodes, outputs: [{ name: output.name }] } as unknown as Model['graph'];
  const given = Object.entries(shapes).map(([name, shape]) => [name, seededValues(name, [2, ...shape], 1)]);
  return {
    ops: nodes.map(({ op }) => op),
    values: interpret({ graph, tensors }, Object.fromEntries(given))[output.name]!.data,
  };
}

test.each<[string, (b: GraphBuilder, inputs: Inputs) => Activation, string[]]>([
  [
    'keys swapped, scores multiplied',
    (b, { q, k, v }) => b.add('matmul', [softmax(b, times(b, b.add('matmul', [q, swap(b, k)]), 0.5)), v]),
    ['scaledDotProductAttention'],
  ],
  [
    'queries and swapped keys multiplied',
    (b, { q, k, v }) =>
      b.add('matmul', [softmax(b, b.add('matmul', [times(b, q, 0.7), times(b, swap(b, k), 0.7)]), 3), v]),
    ['scaledDotProductAttention'],
  ],
  [
    'scores divided, transposeB',
    (b, { q, k, v }) => {
      const scores = b.add('matmul', [q, k], { attributes: { transposeB: true } });
      return b.add('matmul', [softmax(b, times(b, scores, 2, 'div')), v]);
    },
    ['scaledDotProductAttention'],
  ],
  [
    'keys as columns',
    (b, { q, kT, v }) => b.add('matmul', [softmax(b, b.add('matmul', [q, kT])), v]),
    ['permute', 'scaledDotProductAttention'],
  ],
  [
    'keys that one permute moved from elsewhere',
    (b, { q, kT, v }) => {
      const keys = swap(b, swap(b, kT, [0, 2, 3, 1]), [0, 3, 1, 2]);
      return b.add('matmul', [softmax(b, b.add('matmul', [q, keys])), v]);
    },
    ['permute', 'permute', 'scaledDotProductAttention'],
  ],
])('%s', (_, make, ops) => {
  const found = build(make);
  expect(found.ops).toEqual(ops);
  const expected = build(make, new PlainBuilder());
  expect(expected.ops).not.toContain('scaledDotProductAttention');
  expect(largestDifference(found.values, expected.values)).toBeLessThan(1e-6);
});

test('what only looks like attention stays as it is', () => {
  const along = build((b, { q, k, v }) => {
    const scores = b.add('matmul', [q, swap(b, k)]);
    return b.add('matmul', [softmax(b, scores, 2), v]);
  });
  expect(along.ops).toEqual(['permute', 'matmul', 'softmax', 'matmul']);
  const masked = build((b, { q, k, v }) => {
    const scores = b.add('matmul', [q, swap(b, k)]);
    const mask = makeWeight('mask', [1, 1, 5, 6], new Float32Array(30));
    return b.add('matmul', [softmax(b, b.add('add', [scores], { weights: { other: mask } })), v]);
  });
  expect(masked.ops).toContain('softmax');
});
