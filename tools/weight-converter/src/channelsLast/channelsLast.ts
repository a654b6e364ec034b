import type { Activation, GraphBuilder, Weight } from '../graph/graphBuilder.ts';
import { BATCH, broadcastShapes, countPerImage, formatDims } from '../graph/shape.ts';
import { Moves } from './moves.ts';
import { reorderedFeatures } from './reorderedFeatures.ts';
import { reshapedOrder } from './reshapedOrder.ts';
import {
  channelsFirstOrder,
  type SourceValue,
  sameLayout,
  sourceIndices,
  sourceOrder,
} from './sourceValue.ts';
import { permuteWeight, reshapeWeight, toLinearWeight, type WeightBudget } from './weightLayout.ts';

type NodeOptions = Parameters<GraphBuilder['add']>[2];

/**
 * Builds a graph from a channels-last source: values keep the source's shapes and axes, nodes work channels-first, and
 * permutes are added only where an operation needs them.
 */
export class ChannelsLast {
  readonly builder: GraphBuilder;
  readonly budget: WeightBudget;
  readonly #moves: Moves;
  readonly #linearWeights = new Map<Weight, Weight>();

  constructor(builder: GraphBuilder, budget: WeightBudget) {
    this.builder = builder;
    this.budget = budget;
    this.#moves = new Moves(builder);
  }

  /** A graph input, in the source's layout; `shape` begins with BATCH. */
  input(name: string, shape: readonly number[]): SourceValue {
    return this.fromSource(this.builder.input(name, shape));
  }

  fromSource(held: Activation): SourceValue {
    return { shape: held.shape, held, order: sourceOrder(held.shape.length) };
  }

  /** A value that the graph holds as [N, C, ...], which the source sees as [N, ..., C]. */
  fromChannelsFirst(held: Activation): SourceValue {
    const order = channelsFirstOrder(held.shape.length);
    return { shape: held.shape.map((_, axis) => held.shape[order.indexOf(axis)]!), held, order };
  }

  /** The activation with the source's axes in the source's order. */
  asSource(value: SourceValue): Activation {
    return this.#reordered(value, sourceOrder(value.shape.length));
  }

  /** The activation as [N, C, ...]: what convolutions, normalisations and pools take. */
  channelsFirst(value: SourceValue): Activation {
    return this.#reordered(value, channelsFirstOrder(value.shape.length));
  }

  /** An operation of [N, C, ...] to [N, C, ...]: conv2d, batchNorm2d, instanceNorm2d, upsample2d, pad2d, ... */
  add(op: string, value: SourceValue, options: NodeOptions = {}): SourceValue {
    return this.fromChannelsFirst(this.builder.add(op, [this.channelsFirst(value)], options));
  }

  /** An operation on each value alone, in whatever order the value is held. */
  elementwise(op: string, value: SourceValue, attributes: Record<string, unknown> = {}): SourceValue {
    return { ...value, held: this.builder.add(op, [value.held], { attributes }) };
  }

  /** An operation along the source's axes that keeps all axes, such as `softmax` and, with `keepdim`, `mean`. */
  alongAxes(
    op: string,
    given: SourceValue,
    axes: readonly number[],
    attributes: (heldAxes: readonly number[]) => Record<string, unknown>,
  ): SourceValue {
    const value = this.#settled(given);
    const heldAxes = axes.map((axis) => value.order.indexOf(axis));
    return this.#like(value, this.builder.add(op, [value.held], { attributes: attributes(heldAxes) }));
  }

  /** An operation of two values that broadcast as in NumPy, such as `add`. */
  binary(
    op: string,
    left: SourceValue,
    right: SourceValue,
    attributes: Record<string, unknown> = {},
  ): SourceValue {
    if (left.flatOf && JSON.stringify(left.flatOf) === JSON.stringify(right.flatOf))
      return { ...left, held: this.builder.add(op, [left.held, right.held], { attributes }) };
    const [a, b] = [this.#settled(left), this.#settled(right)];
    const shape = a.shape.length === b.shape.length ? broadcastShapes(a.shape, b.shape) : undefined;
    if (shape === undefined)
      return this.builder.fail(
        `${op} of ${formatDims(a.shape)} and ${formatDims(b.shape)}, expected as many axes and sizes that broadcast`,
      );
    const larger = countPerImage(a.shape) >= countPerImage(b.shape) ? a : b;
    const inputs = [this.#reordered(a, larger.order), this.#reordered(b, larger.order)];
    return { ...larger, shape, held: this.builder.add(op, inputs, { attributes }) };
  }

  /** An operation of a value and a constant in the source's layout, which broadcasts as in NumPy and adds no axes. */
  withConstant(
    op: string,
    given: SourceValue,
    constant: Weight,
    attributes: Record<string, unknown> = {},
  ): SourceValue {
    const value = this.#settled(given);
    const rank = value.shape.length;
    const missing = rank - constant.shape.length;
    if (missing < 0)
      this.builder.fail(
        `${op} of ${formatDims(value.shape)} and a constant ${formatDims(constant.shape)} of more axes`,
      );
    const aligned = reshapeWeight(constant, [...new Array<number>(missing).fill(1), ...constant.shape]);
    const shape = broadcastShapes(value.shape, aligned.shape);
    if (shape?.[0] !== BATCH)
      return this.builder.fail(
        `${op} of ${formatDims(value.shape)} and ${formatDims(constant.shape)}: shapes do not broadcast`,
      );
    const other = permuteWeight(aligned, value.order, this.budget);
    const held = this.builder.add(op, [value.held], { weights: { other }, attributes });
    return { ...value, shape, held };
  }

  /** A matrix product with the last axis; `weight` is TensorFlow's [IF, OF]. Flattened values cost no permute. */
  linear(value: SourceValue, weight: Weight, bias?: Weight): SourceValue {
    if (value.shape.at(-1) !== weight.shape[0] || weight.shape.length !== 2)
      this.builder.fail(
        `kernel is ${formatDims(weight.shape)}, expected [${value.shape.at(-1)},units] for ${formatDims(value.shape)}`,
      );
    if (value.shape.length === 2) {
      const features = value.flatOf && sourceIndices(value.flatOf.shape, value.flatOf.order);
      const weights = { weight: this.#linearWeight(weight, features), bias };
      return this.fromSource(this.builder.add('linear', [value.held], { weights }));
    }
    // Positions are independent: a 1x1 convolution over all of them in a line.
    const [features, units] = weight.shape as [number, number];
    const transposed = this.#linearWeight(weight);
    const positions = countPerImage(value.shape) / features;
    const line = this.reshape(value, [BATCH, 1, positions, features]);
    const made = this.add('conv2d', line, {
      weights: { weight: reshapeWeight(transposed, [units, features, 1, 1]), bias },
      attributes: { stride: [1, 1], padding: [0, 0, 0, 0], dilation: [1, 1], groups: 1 },
    });
    return this.reshape(made, [...value.shape.slice(0, -1), units]);
  }

  concat(values: readonly SourceValue[], axis: number): SourceValue {
    const settled = values.map((value) => this.#settled(value));
    const [first] = settled as [SourceValue, ...SourceValue[]];
    if (settled.length === 1) return first;
    const differing = settled.find(({ shape }) => shape.length !== first.shape.length);
    if (differing)
      this.builder.fail(`concatenates ${formatDims(first.shape)} and ${formatDims(differing.shape)}`);
    const inputs = settled.map((value) => this.#reordered(value, first.order));
    const held = this.builder.add('concat', inputs, { attributes: { axis: first.order.indexOf(axis) } });
    return this.#like(first, held);
  }

  /** `torch.permute` of the source's axes: only the order changes, no node is added. */
  permute(given: SourceValue, dims: readonly number[]): SourceValue {
    const value = this.#settled(given);
    const isPermutation =
      dims.length === value.shape.length && dims.toSorted((a, b) => a - b).every((axis, at) => axis === at);
    if (!isPermutation || dims[0] !== 0)
      this.builder.fail(
        `transposes ${formatDims(value.shape)} by [${dims}], expected a permutation with the batch first`,
      );
    return {
      shape: dims.map((axis) => value.shape[axis]!),
      held: value.held,
      order: value.order.map((axis) => dims.indexOf(axis)),
    };
  }

  /** `ranges` name the source's axes. */
  slice(
    given: SourceValue,
    ranges: readonly { axis: number; start: number; end: number; step: number }[],
  ): SourceValue {
    if (ranges.length === 0) return given;
    const value = this.#settled(given);
    const held = this.builder.add('slice', [value.held], {
      attributes: {
        starts: ranges.map(({ start }) => start),
        ends: ranges.map(({ end }) => end),
        axes: ranges.map(({ axis }) => value.order.indexOf(axis)),
        steps: ranges.map(({ step }) => step),
      },
    });
    return this.#like(value, held);
  }

  /** `mean`, `sum`, `amax` or `amin` over some of the source's axes, which become 1 or go. */
  reduce(op: string, given: SourceValue, axes: readonly number[], keepsAxes: boolean): SourceValue {
    const value = this.#settled(given);
    const dim = axes.map((axis) => value.order.indexOf(axis)).toSorted((a, b) => a - b);
    const reduced = this.builder.add(op, [value.held], { attributes: { dim, keepdim: true } });
    const kept = this.#like(value, reduced);
    return keepsAxes
      ? kept
      : this.reshape(
          kept,
          kept.shape.filter((_, axis) => !axes.includes(axis)),
        );
  }

  /** An operation along one of the source's axes that keeps the shape, such as `softmax`. */
  along(op: string, given: SourceValue, axis: number): SourceValue {
    const value = this.#settled(given);
    const attributes = { dim: value.order.indexOf(axis) };
    return { ...value, held: this.builder.add(op, [value.held], { attributes }) };
  }

  /** `shape` is the source's, BATCH first, all sizes known. */
  reshape(value: SourceValue, shape: readonly number[]): SourceValue {
    if (shape.join() === value.shape.join()) return value;
    if (countPerImage(shape) !== countPerImage(value.shape) || shape[0] !== BATCH)
      this.builder.fail(`reshapes ${formatDims(value.shape)} to ${formatDims(shape)}: element counts differ`);
    if (value.flatOf) return this.reshape(this.#unflattened(value), shape);
    const made = this.#reshapedFeatures(value, shape) ?? this.#reshapedHeld(value, shape);
    if (made) return made;
    // One permute is needed: to where the result is channels-first, if there is such an order.
    const order = channelsFirstOrder(value.shape.length);
    const isBetter = reshapedOrder(value.shape, order, shape) !== undefined;
    const moved = isBetter
      ? { ...value, held: this.channelsFirst(value), order }
      : this.fromSource(this.asSource(value));
    return this.#reshapedHeld(moved, shape)!;
  }

  /** [N, F] that a linear layer made, to [N, ..., C]: the layer's weights are reordered, so that nothing moves. */
  #reshapedFeatures(value: SourceValue, shape: readonly number[]): SourceValue | undefined {
    const order = channelsFirstOrder(shape.length);
    if (value.shape.length !== 2 || sameLayout(shape, order, sourceOrder(shape.length))) return undefined;
    const features = sourceIndices(shape, order);
    const held = reorderedFeatures(this.builder, this.budget, value.held, features);
    if (held === undefined) return undefined;
    const sizes = order.map((axis) => shape[axis]!);
    return { shape, held: this.#moves.reshape(held, sizes), order };
  }

  #reshapedHeld(value: SourceValue, shape: readonly number[]): SourceValue | undefined {
    const order = reshapedOrder(value.shape, value.order, shape);
    if (order) {
      const sizes = order.map((axis) => shape[axis]!);
      return { shape, held: this.#moves.reshape(value.held, sizes), order };
    }
    if (shape.length !== 2) return undefined;
    const flatOf = { shape: value.shape, order: value.order };
    return { shape, held: this.#moves.reshape(value.held, shape), order: [0, 1], flatOf };
  }

  /** PyTorch's form of a matrix, one for all layers that share it. */
  #linearWeight(weight: Weight, features?: Uint32Array): Weight {
    if (features) return toLinearWeight(weight, this.budget, features);
    const known = this.#linearWeights.get(weight) ?? toLinearWeight(weight, this.budget);
    this.#linearWeights.set(weight, known);
    return known;
  }

  /** Undoes a flatten whose features are not in the source's order. */
  #unflattened({ held, flatOf }: SourceValue): SourceValue {
    const { shape, order } = flatOf!;
    const sizes = order.map((axis) => shape[axis]!);
    return { shape, held: this.#moves.reshape(held, sizes), order };
  }

  /** A value whose features are in the source's order. */
  #settled(value: SourceValue): SourceValue {
    if (!value.flatOf) return value;
    const straight = this.asSource(this.#unflattened(value));
    return this.fromSource(this.#moves.reshape(straight, value.shape));
  }

  /** A value held as `value` is, whose shape an operation may have changed. */
  #like({ order }: SourceValue, held: Activation): SourceValue {
    const shape = order.map((_, axis) => held.shape[order.indexOf(axis)]!);
    return { shape, held, order };
  }

  #reordered(given: SourceValue, wanted: readonly number[]): Activation {
    const value = this.#settled(given);
    const { held, shape, order } = value;
    if (order.join() === wanted.join()) return held;
    if (sameLayout(shape, order, wanted))
      return this.#moves.reshape(
        held,
        wanted.map((axis) => shape[axis]!),
      );
    const dims = wanted.map((axis) => order.indexOf(axis));
    return this.#moves.permute(held, dims);
  }
}
