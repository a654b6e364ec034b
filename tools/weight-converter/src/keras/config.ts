export type Json = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `Addons>InstanceNormalization` and the like without the package they were registered in. */
export function plainName(name: string): string {
  return name.replace(/^[\w.]+>/, '');
}

/** A layer's `config`, checked as it is asked for; `fail` opens its errors with the layer. */
export class Config {
  readonly #json: Json;
  readonly #fail: (message: string) => never;

  constructor(json: Json, fail: (message: string) => never) {
    this.#json = json;
    this.#fail = fail;
  }

  /** Absent and null are the same to Keras. */
  raw(key: string): unknown {
    const value = Object.hasOwn(this.#json, key) ? this.#json[key] : undefined;
    return value === null ? undefined : unwrapped(value);
  }

  has(key: string): boolean {
    return this.raw(key) !== undefined;
  }

  number(key: string, fallback?: number): number {
    const value = this.raw(key) ?? fallback;
    if (typeof value !== 'number' || !Number.isFinite(value)) return this.#refuse(key, 'a number');
    return value;
  }

  /** A whole number of at least `least`. */
  integer(key: string, fallback?: number, least = Number.MIN_SAFE_INTEGER): number {
    const value = this.number(key, fallback);
    if (!Number.isSafeInteger(value) || value < least)
      return this.#refuse(key, `a whole number from ${least}`);
    return value;
  }

  boolean(key: string, fallback: boolean): boolean {
    const value = this.raw(key) ?? fallback;
    return typeof value === 'boolean' ? value : this.#refuse(key, 'true or false');
  }

  text(key: string, fallback: string): string {
    const value = this.raw(key) ?? fallback;
    return typeof value === 'string' ? value : this.#refuse(key, 'a text');
  }

  /** Whole numbers; one may stand alone. */
  integers(key: string): number[] | undefined {
    const value = this.raw(key);
    if (value === undefined) return undefined;
    const list = Array.isArray(value) ? value : [value];
    return list.every(Number.isSafeInteger) ? list : this.#refuse(key, 'whole numbers');
  }

  /** Sizes along the spatial axes, from 1; one number stands for all. */
  sizes(key: string, axes: number, fallback: number): number[] {
    const given = this.integers(key) ?? [fallback];
    const sizes = given.length === 1 ? new Array<number>(axes).fill(given[0]!) : given;
    if (sizes.length !== axes || sizes.some((size) => size < 1))
      return this.#refuse(key, `${axes} whole numbers from 1`);
    return sizes;
  }

  #refuse(key: string, expected: string): never {
    return this.#fail(`${key} is ${JSON.stringify(this.raw(key))?.slice(0, 80)}, expected ${expected}`);
  }
}

/** NumPy numbers and tuples come in wrappers: `{"class_name": "__numpy__", "config": {"value": 0.2}}`. */
function unwrapped(value: unknown): unknown {
  if (!isObject(value)) return value;
  if (isObject(value.config) && typeof value.config.value === 'number') return value.config.value;
  if (typeof value.value === 'number') return value.value;
  return value.class_name === '__tuple__' && Array.isArray(value.items) ? value.items : value;
}
