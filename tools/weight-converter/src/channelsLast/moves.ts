import type { Activation, GraphBuilder } from '../graph/graphBuilder.ts';

/** Nodes that only move values: one for each value and move, however many operations need it. */
export class Moves {
  readonly #builder: GraphBuilder;
  readonly #made = new Map<Activation, Map<string, Activation>>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  permute(value: Activation, dims: readonly number[]): Activation {
    return this.#once(value, 'permute', { dims });
  }

  /** A reshape of a reshape is one of what that had. */
  reshape(value: Activation, sizes: readonly number[]): Activation {
    const source = value.made?.op === 'reshape' ? value.made.inputs[0]! : value;
    if (source.shape.join() === sizes.join()) return source;
    return this.#once(source, 'reshape', { shape: ['N', ...sizes.slice(1)] });
  }

  #once(value: Activation, op: string, attributes: Record<string, unknown>): Activation {
    const key = `${op} ${Object.values(attributes)}`;
    const known = this.#made.get(value) ?? new Map<string, Activation>();
    this.#made.set(value, known);
    // The layer's own name is left to its work.
    const { hint } = this.#builder;
    this.#builder.hint = `${hint || op}.${op}`;
    const made = known.get(key) ?? this.#builder.add(op, [value], { attributes });
    this.#builder.hint = hint;
    known.set(key, made);
    return made;
  }
}
