import type { Graph, Model } from '@roentgan/gan-runtime/model-file';
import { describe, expect, it } from 'vitest';
import { interpret, largestDifference } from '../../test/interpret.ts';
import { makeRandom } from '../../test/mutate.ts';
import { describeOutput } from '../graph/describeOutput.ts';
import { GraphBuilder, makeWeight, type Weight } from '../graph/graphBuilder.ts';
import { BATCH, countElements, stridesOf } from '../graph/shape.ts';
import { ChannelsLast } from './channelsLast.ts';
import type { SourceValue } from './sourceValue.ts';

const IMAGES = 2;

/** The same program in plain loops on the source's layout. */
interface Plain {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

function generate(shape: readonly number[], value: (at: readonly number[]) => number): Plain {
  const strides = stridesOf(shape);
  const data = Float32Array.from({ length: countElements(shape) }, (_, index) =>
    value(shape.map((size, axis) => Math.floor(index / strides[axis]!) % size)),
  );
  return { shape, data };
}

function read({ shape, data }: Plain, at: readonly number[]): number {
  const strides = stridesOf(shape);
  return data[at.reduce((sum, index, axis) => sum + index * strides[axis]!, 0)]!;
}

function start(seed: number) {
  const random = makeRandom(seed);
  const pick = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const weight = (shape: number[]): Weight =>
    makeWeight(
      'w',
      shape,
      Array.from({ length: countElements(shape) }, () => random() * 2 - 1),
    );
  const builder = new GraphBuilder();
  const layers = new ChannelsLast(builder, { spend: () => {} });
  return { random, pick, weight, builder, layers };
}

function finish(builder: GraphBuilder, layers: ChannelsLast, value: SourceValue, shape: number[]): Model {
  const output = layers.asSource(value);
  const graph: Graph = {
    formatVersion: 1,
    inputs: [{ kind: 'latent', name: 'x', shape: ['N', ...shape.slice(1)], distribution: 'normal' }],
    ...{ nodes: [], outputs: [describeOutput('y', output)], provenance: {} },
  };
  const { nodes, tensors } = builder.finish([output]);
  return { graph: { ...graph, nodes }, tensors };
}

/** Sizes of another shape with as many elements. */
function otherSizes(count: number, pick: (low: number, high: number) => number): number[] {
  const sizes: number[] = [];
  let left = count;
  for (let axes = pick(1, 4); axes > 1; axes--) {
    const divisors = Array.from({ length: left }, (_, at) => at + 1).filter((size) => left % size === 0);
    sizes.push(divisors[pick(0, divisors.length - 1)]!);
    left /= sizes.at(-1)!;
  }
  return [...sizes, left];
}

describe('ChannelsLast', () => {
  it('gives in any order what the source gives in its own: 400 random programs', () => {
    for (let seed = 1; seed <= 400; seed++) {
      const { random, pick, weight, builder, layers } = start(seed);
      const inputShape = [BATCH, ...otherSizes([12, 24, 30, 16][seed % 4]!, pick)];
      const input = generate([IMAGES, ...inputShape.slice(1)], () => random() * 2 - 1);
      let value = layers.elementwise('tanh', layers.input('x', inputShape));
      let plain: Plain = { shape: input.shape, data: input.data.map(Math.tanh) };
      const steps: string[] = [];
      for (let step = pick(2, 7); step > 0; step--) {
        const rank = value.shape.length;
        const kind = pick(0, 7);
        const before = plain;
        if (kind <= 1) {
          const sizes = kind
            ? otherSizes(countElements(before.shape.slice(1)), pick)
            : [before.data.length / IMAGES];
          value = layers.reshape(value, [BATCH, ...sizes]);
          plain = { shape: [IMAGES, ...sizes], data: before.data };
          steps.push(`reshape ${sizes}`);
        } else if (kind === 2) {
          const dims = [0, ...Array.from({ length: rank - 1 }, (_, at) => at + 1).sort(() => random() - 0.5)];
          value = layers.permute(value, dims);
          const shape = dims.map((axis) => before.shape[axis]!);
          plain = generate(shape, (at) =>
            read(
              before,
              before.shape.map((_, axis) => at[dims.indexOf(axis)]!),
            ),
          );
          steps.push(`permute ${dims}`);
        } else if (kind === 3) {
          const units = pick(1, 5);
          const inner = before.shape.at(-1)!;
          const matrix = weight([inner, units]);
          value = layers.linear(value, matrix);
          plain = generate([...before.shape.slice(0, -1), units], (at) => {
            let sum = 0;
            for (let k = 0; k < inner; k++)
              sum += read(before, [...at.slice(0, -1), k]) * matrix.data[k * units + at.at(-1)!]!;
            return sum;
          });
          steps.push(`linear ${units}`);
        } else if (kind === 4) {
          const shape = before.shape.slice(1).map((size) => (random() < 0.5 ? 1 : size));
          const other = weight(shape.slice(pick(0, shape.length - 1)));
          value = layers.withConstant('multiply', value, other);
          plain = generate(before.shape, (at) => {
            const where = at
              .slice(-other.shape.length)
              .map((index, axis) => (other.shape[axis] === 1 ? 0 : index));
            return read(before, at) * read(other, where);
          });
          steps.push(`multiply ${other.shape}`);
        } else if (kind === 5) {
          value = layers.elementwise('tanh', value);
          plain = generate(before.shape, (at) => Math.tanh(read(before, at)));
          steps.push('tanh');
        } else if (kind === 6 && rank > 1) {
          const axis = pick(1, rank - 1);
          const size = before.shape[axis]!;
          value = layers.concat([value, layers.elementwise('tanh', value)], axis);
          plain = generate(before.shape.with(axis, 2 * size), (at) => {
            const whole = read(before, at.with(axis, at[axis]! % size));
            return at[axis]! < size ? whole : Math.tanh(whole);
          });
          steps.push(`concat ${axis}`);
        } else {
          value = layers.binary('add', value, layers.elementwise('tanh', value));
          plain = generate(before.shape, (at) => read(before, at) + Math.tanh(read(before, at)));
          steps.push('add');
        }
      }
      const where = `seed ${seed}: [${inputShape.slice(1)}] ${steps.join('; ')}`;
      expect(value.shape.slice(1), where).toEqual(plain.shape.slice(1));
      const model = finish(builder, layers, value, inputShape);
      const found = interpret(model, { x: { shape: input.shape, data: input.data } }).y!;
      expect(largestDifference(found.data, plain.data), where).toBeLessThan(1e-4);
    }
  });

  it('moves nothing where a generator begins and a classifier ends', () => {
    const { weight, builder, layers } = start(1);
    const z = layers.input('z', [BATCH, 5]);
    const dense = layers.elementwise('relu', layers.linear(z, weight([5, 24]), weight([24])));
    const image = layers.reshape(dense, [BATCH, 2, 3, 4]);
    const made = layers.add('upsample2d', image, { attributes: { size: [4, 6], mode: 'nearest' } });
    const flat = layers.elementwise('tanh', layers.reshape(made, [BATCH, 96]));
    const score = layers.linear(flat, weight([96, 2]));
    const { nodes } = builder.finish([layers.asSource(score)]);
    expect(nodes.map(({ op }) => op)).toEqual([
      ...['linear', 'relu', 'reshape', 'upsample2d', 'reshape', 'tanh', 'linear'],
    ]);
  });
});
