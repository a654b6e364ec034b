import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Constant } from './constant.ts';
import type { Weight } from './graphBuilder.ts';

/** What folding constants may cost beside reading the file once: elements made, multiplications done. */
const FREE_ELEMENTS = 1 << 22;
const ELEMENTS_PER_BYTE = 2;

/** Bounds the work a hostile graph can ask for while it is converted. */
export class Budget {
  #left: number;
  readonly #weights = new WeakMap<Constant, Map<string, Weight>>();
  /** The node in work. */
  where = '';

  constructor(fileBytes: number) {
    this.#left = FREE_ELEMENTS + fileBytes * ELEMENTS_PER_BYTE;
  }

  /** Takes `elements` of work or memory before it is spent. */
  spend(elements: number): void {
    this.#left -= elements;
    if (!(this.#left >= 0)) {
      throw new ModelFileError(
        `${this.where}: makes constants of ${elements} elements, more than this file accounts for`,
      );
    }
  }

  zeros(length: number): Float32Array<ArrayBuffer> {
    this.spend(length);
    return new Float32Array(length);
  }

  /** One tensor for a constant however many nodes use it in the same shape. */
  sameWeight(constant: Constant, shape: readonly number[], make: () => Weight): Weight {
    const known = this.#weights.get(constant) ?? new Map<string, Weight>();
    this.#weights.set(constant, known);
    const weight = known.get(shape.join()) ?? make();
    known.set(shape.join(), weight);
    return weight;
  }
}
