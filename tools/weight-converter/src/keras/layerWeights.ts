import { ModelFileError } from '@roentgan/gan-runtime/model-file';
import type { Weight } from '../graph/graphBuilder.ts';
import { countElements, formatDims } from '../graph/shape.ts';
import type { LayerPlace } from './kerasModel.ts';

/** A tensor of a file, in Keras' layout; its values are decoded when they are asked for. */
export interface StoredWeight {
  /** As the file has it, such as `dense_1/kernel:0`; a number in .keras files. */
  readonly name: string;
  readonly shape: readonly number[];
  read(): Float32Array | Float64Array;
}

/** Where a container keeps the weights of a layer. */
export interface WeightSource {
  /** In the order in which the layer made them. */
  weightsOf(place: LayerPlace): readonly StoredWeight[];
}

/** The weights of one layer by their roles (`kernel`, `bias`), however many calls it has. */
export class LayerWeights {
  readonly #stored: readonly StoredWeight[];
  readonly #name: string;
  readonly #fail: (message: string) => never;
  readonly #made = new Map<string, Weight>();

  constructor(stored: readonly StoredWeight[], name: string, fail: (message: string) => never) {
    this.#stored = stored;
    this.#name = name;
    this.#fail = fail;
  }

  /** All `roles`, found by name; where names say nothing, they are there in this order. */
  take<Role extends string>(roles: readonly Role[]): Record<Role, Weight> {
    const named = roles.map((role) => this.#stored.find((weight) => roleOf(weight.name) === role));
    const isNamed = named.every((weight) => weight !== undefined);
    if (!isNamed && this.#stored.length !== roles.length) {
      const found = this.#stored.map(({ name, shape }) => `"${name}" ${formatDims(shape)}`).join(', ');
      this.#fail(`has the weights ${found || 'none'}, expected ${roles.join(', ')}`);
    }
    const chosen = isNamed ? named : this.#stored;
    const entries = roles.map((role, at) => [role, this.#decoded(role, chosen[at]!)]);
    return Object.fromEntries(entries) as Record<Role, Weight>;
  }

  /** One weight in another layout, the same one for all calls. */
  converted(key: string, make: () => Weight): Weight {
    const weight = this.#made.get(`converted ${key}`) ?? make();
    this.#made.set(`converted ${key}`, weight);
    return weight;
  }

  #decoded(role: string, stored: StoredWeight): Weight {
    const known = this.#made.get(role);
    if (known) return known;
    const { shape } = stored;
    const values = stored.read();
    if (values.length !== countElements(shape))
      this.#fail(`weight "${stored.name}" has ${values.length} values, expected ${formatDims(shape)}`);
    const data = values instanceof Float32Array ? values : Float32Array.from(values);
    const weight = { name: `${this.#name}.${role}`, shape, data };
    this.#made.set(role, weight);
    return weight;
  }
}

/** `generator/dense_1/kernel:0` is a kernel. */
export function roleOf(name: string): string {
  return (name.split('/').at(-1) ?? name).replace(/:\d+$/, '');
}

/**
 * Weights that a file keeps in one list under names like `generator/dense_1/kernel`: those whose last folders are the
 * layer's name and, as far as they are there, those of the models around it.
 */
export function weightsByName(all: readonly StoredWeight[], { names }: LayerPlace): readonly StoredWeight[] {
  const scored = all.map((weight) => ({ weight, score: matchingFolders(weight.name, names) }));
  const best = scored.reduce((most, { score }) => Math.max(most, score), 0);
  return best === 0 ? [] : scored.filter(({ score }) => score === best).map(({ weight }) => weight);
}

function matchingFolders(name: string, names: readonly string[]): number {
  const folders = name.split('/').slice(0, -1);
  const own = names.at(-1)!;
  const last = folders.at(-1);
  // TensorFlow 1 numbered scopes that it made twice: dense_1_1.
  if (last === undefined || (last !== own && last.replace(/_\d+$/, '') !== own)) return 0;
  let score = last === own ? 2 : 1;
  for (const around of names.slice(0, -1)) if (folders.slice(0, -1).includes(around)) score += 2;
  return score;
}

export function refuseWeights(fileName: string, message: string): never {
  throw new ModelFileError(`${fileName}: ${message}`);
}
