import type { ComputedWeight, Layer } from '../architecture.ts';
import type { Shapes } from '../names.ts';
import type { AttentionNames, HalfNames, ResidualNames } from './sdVaeNames.ts';

/** Height and width of what the next layer reads. */
export type Size = readonly [number, number];

const same = { padding: 1 };

/** Collects the layers of an encoder or a decoder; every method reads what was added last. */
export class SdVaeLayers {
  readonly layers: Layer[] = [];
  readonly #shapes: Shapes;
  /** Of every group norm: 32, or fewer where the channels of a small model do not divide by it. */
  readonly groups: number;

  constructor(shapes: Shapes, { normOut, stages }: HalfNames) {
    this.#shapes = shapes;
    const norms = [normOut, ...stages.flatMap(({ blocks }) => blocks.map(({ residual }) => residual.norm1))];
    this.groups = norms.map((name) => shapes.get(`${name}.weight`)![0]!).reduce(greatestCommonDivisor, 32);
  }

  /** A convolution that keeps the size, named by its parameters. */
  convolution(name: string): void {
    const kernel = this.#shapes.get(`${name}.weight`)![2]!;
    this.layers.push({ op: 'conv2d', name, weights: name, attributes: { padding: (kernel - 1) / 2 } });
  }

  norm(name: string, activation?: string): void {
    const attributes = { groups: this.groups, eps: 1e-6 };
    this.layers.push({ op: 'groupNorm', weights: name, attributes, ...(activation && { activation }) });
  }

  residual({ name, norm1, conv1, norm2, conv2, around }: ResidualNames): void {
    const into = this.#lastName(`${name}.in`);
    this.norm(norm1, 'silu');
    this.layers.push({ op: 'conv2d', weights: conv1, attributes: same });
    this.norm(norm2, 'silu');
    this.layers.push({ op: 'conv2d', name: `${name}.residual`, weights: conv2, attributes: same });
    if (around !== undefined) {
      const padding = (this.#shapes.get(`${around}.weight`)![2]! - 1) / 2;
      this.layers.push({
        op: 'conv2d',
        name: around,
        inputs: [into],
        weights: around,
        attributes: { padding },
      });
    }
    this.layers.push({ op: 'add', name, inputs: [`${name}.residual`, around ?? into] });
  }

  /** One head over all positions. */
  attention({ name, norm, query, key, value, out }: AttentionNames, [height, width]: Size): void {
    const into = this.#lastName(`${name}.in`);
    const channels = this.#shapes.get(`${norm}.weight`)![0]!;
    this.norm(norm);
    const normed = this.#lastName(`${name}.normed`);
    for (const projection of [query, key, value]) {
      this.layers.push({ op: 'conv2d', inputs: [normed], weights: this.#pointwise(projection) });
      this.layers.push({ op: 'reshape', attributes: { shape: ['N', channels, height * width] } });
      this.layers.push({ op: 'permute', name: projection, attributes: { dims: [0, 2, 1] } });
    }
    this.layers.push({ op: 'scaledDotProductAttention', inputs: [query, key, value] });
    this.layers.push({ op: 'permute', attributes: { dims: [0, 2, 1] } });
    this.layers.push({ op: 'reshape', attributes: { shape: ['N', channels, height, width] } });
    this.layers.push({ op: 'conv2d', name: out, weights: this.#pointwise(out) });
    this.layers.push({ op: 'add', name, inputs: [out, into] });
  }

  /** Blocks between the first and last stage: residual, attention, residual. */
  middle([first, attention, second]: HalfNames['middle'], size: Size): void {
    this.residual(first);
    if (attention) this.attention(attention, size);
    this.residual(second);
  }

  /** A linear layer over channels as the convolution 1 x 1 that it is at each position. */
  #pointwise(name: string): NonNullable<Layer['weights']> {
    const source = `${name}.weight`;
    const [out, taken] = this.#shapes.get(source)!;
    const weight: ComputedWeight = {
      name: source,
      from: [source],
      shape: [out!, taken!, 1, 1],
      compute: (tensor) => tensor!.data,
    };
    return { weight, ...(this.#shapes.has(`${name}.bias`) && { bias: `${name}.bias` }) };
  }

  /** The name of the last layer, given to it where it has none. */
  #lastName(name: string): string {
    const last = this.layers.pop()!;
    this.layers.push({ ...last, name: last.name ?? name });
    return last.name ?? name;
  }
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
