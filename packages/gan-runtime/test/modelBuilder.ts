import { normalLatent } from '../src/latent/latent.ts';
import type { Graph, GraphInput, GraphNode, Model, WeightTensor } from '../src/modelFile/model.ts';
import { tensorFromFloat32 } from '../src/modelFile/weightValues.ts';

/** Builds small models for tests: seeded weights, nodes named by their output. */
export class ModelBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #tensors = new Map<string, WeightTensor>();
  readonly #inputs: GraphInput[] = [];

  latent(name: string, shape: readonly number[]): string {
    this.#inputs.push({ kind: 'latent', name, shape: ['N', ...shape], distribution: 'normal' });
    return name;
  }

  /** A seeded weight: normal times `scale` plus `offset`. */
  weight(shape: readonly number[], { scale = 1, offset = 0, dtype = 'F32' as 'F32' | 'F16' } = {}): string {
    const name = `w${this.#tensors.size}`;
    const values = normalLatent(
      99,
      this.#tensors.size,
      shape.reduce((a, b) => a * b, 1),
    );
    this.#tensors.set(
      name,
      tensorFromFloat32(
        values.map((value) => value * scale + offset),
        shape,
        dtype,
      ),
    );
    return name;
  }

  /** A seeded int8 weight with a scale for each entry of its first axis. */
  quantised(shape: readonly [number, ...number[]]): string {
    const name = this.weight(shape);
    const count = shape.reduce((a, b) => a * b, 1);
    const bytes = new Uint8Array(
      Int8Array.from(normalLatent(98, 0, count), (value) => Math.round(value * 40)).buffer,
    );
    this.#tensors.set(name, { dtype: 'I8', shape, bytes });
    const scale = normalLatent(97, 0, shape[0]).map((value) => 0.01 + Math.abs(value) * 0.01);
    this.#tensors.set(`${name}.scale`, tensorFromFloat32(scale, [shape[0], ...shape.slice(1).map(() => 1)]));
    return name;
  }

  node(
    op: string,
    inputs: readonly string[],
    attributes: GraphNode['attributes'] = {},
    weights: GraphNode['weights'] = {},
  ): string {
    const output = `${op}${this.#nodes.length}`;
    this.#nodes.push({ op, name: output, inputs, weights, attributes, output });
    return output;
  }

  norm(input: string, channels: number): string {
    return this.node(
      'batchNorm2d',
      [input],
      {},
      {
        weight: this.weight([channels], { scale: 0.1, offset: 1 }),
        bias: this.weight([channels], { scale: 0.1 }),
        runningMean: this.weight([channels], { scale: 0.1 }),
        runningVar: this.weight([channels], { scale: 0.1, offset: 1 }),
      },
    );
  }

  build(output: string, shape: readonly number[], channels: 'grey' | 'rgb' | 'raw' = 'raw'): Model {
    const graph: Graph = {
      formatVersion: 1,
      inputs: this.#inputs,
      nodes: this.#nodes,
      outputs: [{ name: output, shape: ['N', ...shape], range: [-1, 1], channels }],
      provenance: { synthetic: true },
    };
    return { graph, tensors: this.#tensors };
  }
}
